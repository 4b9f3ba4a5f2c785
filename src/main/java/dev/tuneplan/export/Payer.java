package dev.tuneplan.export;

/**
 * Who is said to bill whom: FOCUS asks for it, and no run knows it.
 *
 * @param account of the one who pays
 * @param provider of what was used
 * @param issuer of the bill
 */
public record Payer(String account, String provider, String issuer) {
  public Payer {
    if (account.isBlank() || provider.isBlank() || issuer.isBlank()) {
      throw new IllegalArgumentException("account, provider and issuer must not be empty");
    }
  }
}
