package dev.pipette.engine.run;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.engine.manifest.TableRules.ColumnRule;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.Naming;
import dev.pipette.schema.TableHints;
import dev.pipette.schema.TableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a resource declares of its table beside types, in the names that the destination will have. */
record DeclaredRules(ResourcePlan resource, Naming naming) {
    /** The rules; empty where nothing is declared. */
    Optional<TableRules> rules() {
        TableHints hints = resource.tableHints();
        List<ColumnRule> columns = new ArrayList<>();
        resource.columnHints().forEach((column, hint) -> columns.add(rule(column, hint)));
        columns.removeIf(rule -> rule.equals(new ColumnRule(rule.column(), null, false, false, null)));
        TableRules rules = new TableRules(
                hints.description().orElse(null),
                hints.enforcesPrimaryKey(),
                Stream.concat(columnsThat(ColumnHint::isUnique), hints.uniqueKeys().stream())
                        .map(this::named)
                        .distinct()
                        .toList(),
                Stream.concat(columnsThat(ColumnHint::isIndexed), hints.indexes().stream())
                        .map(this::named)
                        .distinct()
                        .toList(),
                hints.references().stream().map(this::named).distinct().toList(),
                columns);
        return rules.equals(new TableRules(null, false, List.of(), List.of(), List.of(), List.of()))
                ? Optional.empty()
                : Optional.of(rules);
    }

    /**
     * Refuses what contradicts the resource's key.
     *
     * @throws PipetteException BAD_USAGE
     */
    void check() {
        if (resource.tableHints().enforcesPrimaryKey() && resource.primaryKey().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + ": enforcePrimaryKey() is declared, and no primary key. Name its columns with"
                            + " primaryKey(..) or merge(..).");
        }
        Set<String> takingNull = resource.columnHints().entrySet().stream()
                .filter(hint -> hint.getValue().nullability().orElse(false))
                .map(hint -> naming.key(hint.getKey()))
                .collect(Collectors.toSet());
        resource.primaryKey().stream()
                .filter(key -> takingNull.contains(naming.key(key)))
                .findFirst()
                .ifPresent(key -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "resource " + resource.name() + ": column '" + key
                                    + "' is declared nullable(), and a column of the key never is NULL. Leave nullable()"
                                    + " out, or the column out of the key.");
                });
    }

    private Stream<List<String>> columnsThat(Predicate<ColumnHint> wanted) {
        return resource.columnHints().entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .map(List::of);
    }

    private List<String> named(List<String> columns) {
        return columns.stream().map(naming::key).toList();
    }

    private TableReference named(TableReference reference) {
        return new TableReference(
                named(reference.columns()), naming.identifier(reference.table()), named(reference.referencedColumns()));
    }

    private ColumnRule rule(String column, ColumnHint hint) {
        return new ColumnRule(
                naming.key(column),
                hint.nullability().orElse(null),
                hint.isSorted(),
                hint.isPartitioned(),
                hint.description().orElse(null));
    }
}
