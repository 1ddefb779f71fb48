package io.opadpo.service.security;

/** What a caller may do. */
public enum Scope {
    /** See what is the owner's. */
    READ,
    /** Create, change and delete what is the owner's; generate text. */
    WRITE,
    /** Manage the API keys of all owners. */
    ADMIN,
    /** A service of the platform, for whatever owner it names. No key in the table has it. */
    INTERNAL
}
