package dev.tuneplan.usage;

/**
 * What is wrong with a row.
 *
 * @param line from 1
 * @param column from 1
 * @param subject the field; may be empty
 * @param rule what is wrong
 */
public record Fault(long line, int column, String subject, String rule) {}
