package io.opadpo.gateway.report;

/**
 * One of those that were compared.
 *
 * @param name as the evaluation has it: an adapter's, or {@code base}
 * @param role what it is in the pipeline
 */
record Policy(String name, PolicyRole role) {
    /** How it is called for people. */
    String label() {
        return role == PolicyRole.OTHER ? name : role.label();
    }
}
