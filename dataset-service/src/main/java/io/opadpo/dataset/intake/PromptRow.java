package io.opadpo.dataset.intake;

/** A row that can become a prompt, with the value by which it is stratified. */
record PromptRow(String id, String question, String standard, String stratum, byte[] image) {}
