package io.opadpo.service.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.hibernate.TransactionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.orm.jpa.JpaSystemException;

class LostConnectionTest {
    private static boolean lost(String state) {
        return LostConnection.caused(
                new JpaSystemException(new PersistenceException("?", new SQLException("?", state))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "57P03", "08003", "08006"})
    void isWhatAServerThatGoesDownTells(String state) {
        assertThat(lost(state)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "23505", "42P01"})
    void isNoOtherFailureOfAStatement(String state) {
        assertThat(lost(state)).isFalse();
    }

    @Test
    void isWhyARollbackFails() {
        TransactionException rollback = new TransactionException("Unable to rollback", new SQLException("closed"));
        assertThat(LostConnection.caused(new JpaSystemException(rollback))).isTrue();
        assertThat(LostConnection.caused(new IllegalStateException("?"))).isFalse();
    }
}
