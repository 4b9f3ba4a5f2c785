package dev.tuneplan.estimate;

/**
 * One class of operators of a micro-step, or of an optimizer step.
 *
 * @param name such as {@code matmul}
 * @param flops floating-point operations
 * @param bytes memory traffic
 * @param count kernels launched
 * @param seconds time on this setup
 * @param binds what that time is: flops, bytes, link or host
 */
public record OperatorClass(
    String name, double flops, double bytes, double count, double seconds, String binds) {}
