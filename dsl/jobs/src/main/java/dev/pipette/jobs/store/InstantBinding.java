package dev.pipette.jobs.store;

import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.SQLDialect;
import org.jooq.impl.AbstractBinding;
import org.jspecify.annotations.Nullable;

/**
 * Instants in microseconds: {@code timestamptz} in PostgreSQL, and in SQLite, which has no such type, a text in UTC of fixed length,
 * so that texts have the order of the instants.
 */
final class InstantBinding extends AbstractBinding<Object, Instant> {
    private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** As the store keeps it. */
    static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    static String text(Instant time) {
        return TEXT.format(time);
    }

    @Override
    public Converter<Object, Instant> converter() {
        return Converter.ofNullable(Object.class, Instant.class, InstantBinding::instant, time -> time);
    }

    private static Instant instant(Object stored) {
        return switch (stored) {
            case Instant time -> time;
            case OffsetDateTime time -> time.toInstant();
            default -> Instant.parse(stored.toString());
        };
    }

    private static boolean isText(SQLDialect dialect) {
        return dialect.family() == SQLDialect.SQLITE;
    }

    /** A statement with very many values has them in its text. */
    @Override
    protected void sqlInline(BindingSQLContext<Instant> context) {
        @Nullable Instant time = context.value();
        if (time == null) {
            context.render().sql("null");
        } else {
            String literal = "'" + text(kept(time)) + "'";
            context.render().sql(isText(context.dialect()) ? literal : "timestamptz " + literal);
        }
    }

    @Override
    public void set(BindingSetStatementContext<Instant> context) throws SQLException {
        @Nullable Instant time = context.value();
        boolean text = isText(context.dialect());
        if (time == null) {
            context.statement().setNull(context.index(), text ? Types.VARCHAR : Types.TIMESTAMP_WITH_TIMEZONE);
        } else if (text) {
            context.statement().setString(context.index(), text(kept(time)));
        } else {
            context.statement().setObject(context.index(), kept(time).atOffset(ZoneOffset.UTC));
        }
    }

    @Override
    public void get(BindingGetResultSetContext<Instant> context) throws SQLException {
        @Nullable
        Object stored = isText(context.dialect())
                ? context.resultSet().getString(context.index())
                : context.resultSet().getObject(context.index(), OffsetDateTime.class);
        context.value(stored == null ? null : instant(stored));
    }
}
