package dev.tuneplan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerFaultsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");

  @TempDir private Path folder;

  private static Reconciliation run() throws IOException {
    return Histories.reconciliation("normal");
  }

  @ParameterizedTest
  @EnumSource
  void aNewerSchemaIsLeftAlone(Dialect dialect) {
    Database database = Databases.fresh(dialect);
    Ledger.open(database).close();
    try (Sql sql = new Sql(database)) {
      sql.update("INSERT INTO ledger (version) VALUES (99)");
    }
    assertThatThrownBy(() -> Ledger.open(database))
        .isInstanceOf(LedgerFault.class)
        .hasMessageContaining(database.name())
        .hasMessageContaining("has schema 99, and this tuneplan knows " + Migrations.VERSION);
  }

  @Test
  void aFullDiskLosesNothingThatWasThere() throws IOException {
    Database roomy = Database.file(folder.resolve("a.db"));
    try (Ledger ledger = Ledger.open(roomy)) {
      ledger.book(run(), "ann", NOW);
    }
    // SQLite says the same of a file that may not grow and of a disk that has no room
    Database full =
        new Database(
            Dialect.SQLITE, roomy.url() + "?max_page_count=1", roomy.name(), Duration.ZERO);
    try (Ledger ledger = Ledger.open(full)) {
      assertThatThrownBy(
              () -> {
                for (String name : Histories.names()) {
                  ledger.book(Histories.reconciliation(name), "ann", NOW);
                }
              })
          .isInstanceOf(LedgerFault.class)
          .hasMessageContaining("the disk is full; free some room");
      assertThat(ledger.find(run().run())).isPresent();
      assertThat(ledger.check()).isEmpty();
    }
  }

  @Test
  void aReadOnlyFileSaysSo() throws IOException {
    Database database = Database.file(folder.resolve("a.db"));
    Ledger.open(database).close();
    // permissions do not bind root: the connection is opened so
    Database readOnly =
        new Database(
            Dialect.SQLITE,
            "jdbc:sqlite:file:" + folder.resolve("a.db") + "?mode=ro",
            database.name(),
            Duration.ZERO);
    try (Ledger ledger = Ledger.open(readOnly)) {
      assertThatThrownBy(() -> ledger.book(run(), "ann", NOW))
          .hasMessageContaining("is read-only; make it and its folder writable");
    }
  }

  @Test
  void aLockedFileIsWaitedForAndThenSaid() throws IOException, SQLException {
    Database database = Database.file(folder.resolve("a.db"));
    Ledger.open(database).close();
    Database hasty =
        new Database(Dialect.SQLITE, database.url(), database.name(), Duration.ofMillis(50));
    try (Connection other = database.open();
        Ledger ledger = Ledger.open(hasty)) {
      other.setAutoCommit(false);
      other.createStatement().executeUpdate("DELETE FROM run");
      assertThatThrownBy(() -> ledger.book(run(), "ann", NOW))
          .hasMessageContaining("is locked by another process");
      other.rollback();
      other.setAutoCommit(true);
      assertThat(ledger.book(run(), "ann", NOW)).isOne();
    }
  }

  @Test
  void whatIsNoLedgerIsNotTouched() throws IOException {
    Path file = Files.writeString(folder.resolve("a.db"), "my diary, ".repeat(1000));
    assertThatThrownBy(() -> Ledger.open(Database.file(file)))
        .hasMessageContaining("is damaged, or no ledger");
    assertThat(file).content().startsWith("my diary");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> Ledger.open(Database.file(folder.resolve("no/where/a.db"))))
        .isInstanceOf(LedgerFault.class)
        .hasMessageContaining("no/where/a.db");
  }

  @Test
  void aServerThatIsAwayOrDoesNotKnowTheUserIsSaid() {
    assertThatThrownBy(() -> Ledger.open(Database.of("postgresql://ann@localhost:1/x")))
        .hasMessageContaining("the ledger postgresql://ann@localhost:1/x does not answer");
    Database known = Databases.fresh(Dialect.POSTGRESQL);
    assertThatThrownBy(() -> Ledger.open(Database.of(known.name().replace("postgres@", "eve@"))))
        .hasMessageContaining("does not let you in");
  }

  @Test
  void placesAreReadAndPasswordsRefused() {
    assertThat(Database.of("postgres://ann@db.example/tuneplan?sslmode=require").url())
        .isEqualTo("jdbc:postgresql://db.example/tuneplan?sslmode=require&user=ann");
    assertThat(Database.of("sqlite:/data/a.db").url()).isEqualTo("jdbc:sqlite:/data/a.db");
    assertThat(Database.of("/data/a.db").dialect()).isEqualTo(Dialect.SQLITE);
    assertThatThrownBy(() -> Database.of("postgresql://ann:secret@db/x"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Database.of("mysql://db/x"))
        .hasMessageContaining("must be postgresql");
  }
}
