package dev.tuneplan.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over named contents. */
public final class Hash {
  private static final int SHOWN_BYTES = 16;
  private static final int VERSION_DIGITS = 12;

  private final MessageDigest digest;

  /** Of nothing yet. */
  public Hash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Which version of a file it is, comments aside: 12 hexadecimal digits. */
  public static String version(Node tree) {
    return new Hash().add("", JsonText.of(tree)).hex().substring(0, VERSION_DIGITS);
  }

  /** Adds a content under a name; lengths go in too, so that no two lists of them are alike. */
  public Hash add(String name, byte[] content) {
    byte[] title = name.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(8).putInt(title.length).putInt(content.length).array());
    digest.update(title);
    digest.update(content);
    return this;
  }

  /** Adds a text under a name. */
  public Hash add(String name, String content) {
    return add(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The first 128 bits, which name a file well enough. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
  }
}
