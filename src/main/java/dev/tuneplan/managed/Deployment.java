package dev.tuneplan.managed;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A place where a provider runs fine-tuned models by the hour.
 *
 * @param usdPerHour whether it is called or not; 0: no fee
 * @param gpu what it runs on, by its profile's id
 * @param autoDelete when the provider deletes it
 */
public record Deployment(
    String name,
    BigDecimal usdPerHour,
    Optional<String> gpu,
    Optional<String> autoDelete,
    Optional<String> notes,
    Grounds grounds) {}
