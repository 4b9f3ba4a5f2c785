package dev.tuneplan.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Empty databases of both kinds; one server for all tests of a JVM. */
final class Databases {
  private Databases() {}

  private static final class Server {
    static final EmbeddedPostgres ONE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new one. */
  static Database fresh(Dialect dialect) {
    String name = "ledger_" + UUID.randomUUID().toString().replace("-", "");
    if (dialect == Dialect.SQLITE) {
      try {
        return Database.file(Files.createTempDirectory("ledger").resolve(name + ".db"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    try (Connection c = Server.ONE.getPostgresDatabase().getConnection();
        Statement s = c.createStatement()) {
      s.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Database.of("postgresql://postgres@localhost:" + Server.ONE.getPort() + "/" + name);
  }

  /** The file of a SQLite database. */
  static Path file(Database database) {
    return Path.of(database.name());
  }
}
