package dev.pipette.engine.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pipette.check.Check;
import dev.pipette.check.Severity;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What a resource that rejects rows declares, as far as replaying them needs it, with normalized names.
 *
 * @param disposition how its rows change the table
 * @param primaryKey the columns that identify a row
 * @param checks what has to hold of the rows
 * @param contract how far a load may change the schema; null where that is not declared
 * @param table what is declared of the table and its columns; null for nothing
 * @param hints the declared types of columns; null for none. The types of the table's columns count more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredRules(
        @JsonSerialize(converter = StoredDisposition.Written.class)
        @JsonDeserialize(converter = StoredDisposition.Read.class)
        WriteDisposition disposition,

        List<String> primaryKey,

        @JsonSerialize(contentConverter = StoredCheck.Written.class)
        @JsonDeserialize(contentConverter = StoredCheck.Read.class)
        List<Check> checks,

        @Nullable SchemaContract contract,
        @Nullable TableRules table,
        @Nullable List<ResourceLoad.Hint> hints) {
    /** Copies the lists. */
    public StoredRules {
        primaryKey = List.copyOf(primaryKey);
        checks = List.copyOf(checks);
        hints = hints == null || hints.isEmpty() ? null : List.copyOf(hints);
    }

    /** The declared types of columns. */
    public List<ResourceLoad.Hint> types() {
        return hints == null ? List.of() : hints;
    }

    /** The rules of a load. */
    public static StoredRules of(ResourceLoad resource) {
        return new StoredRules(
                resource.disposition(),
                resource.primaryKey(),
                resource.declaredChecks(),
                resource.contract(),
                resource.rules(),
                resource.hints());
    }

    /** The same rules about columns that have other names now. */
    public StoredRules named(UnaryOperator<String> naming) {
        return new StoredRules(
                disposition.named(naming),
                primaryKey.stream().map(naming).toList(),
                checks.stream()
                        .map(check -> check.named(naming, UnaryOperator.identity()))
                        .toList(),
                contract,
                table == null ? null : table.named(naming),
                types().stream()
                        .map(hint -> new ResourceLoad.Hint(
                                naming.apply(hint.column()), hint.type(), hint.precision(), hint.scale()))
                        .toList());
    }

    /** Whether a resource may reject rows. */
    public static boolean mayReject(ResourceLoad resource) {
        return resource.declaredChecks().stream().anyMatch(check -> check.severity() == Severity.REJECT)
                || resource.rejectsBadRows()
                || discardsRows(resource.contract())
                || discardsRows(resource.runContract());
    }

    private static boolean discardsRows(@Nullable SchemaContract contract) {
        return contract != null
                && List.of(contract.tables(), contract.columns(), contract.dataTypes())
                        .contains(SchemaContract.Mode.DISCARD_ROW);
    }

    /** The rules as one line. */
    public String toJson() {
        return FolderDocument.JSON
                .writer()
                .without(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(this);
    }

    /** Reads what {@link #toJson} wrote; empty for what a newer version wrote. */
    public static Optional<StoredRules> ofJson(String json) {
        try {
            return Optional.of(FolderDocument.JSON.readValue(json, StoredRules.class));
        } catch (JacksonException newer) {
            return Optional.empty();
        }
    }
}
