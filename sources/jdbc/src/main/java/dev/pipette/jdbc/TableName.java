package dev.pipette.jdbc;

/**
 * The name of a table as the catalogue has it.
 *
 * @param schema the schema, or the database where the product has no schemas; empty where it has neither
 */
record TableName(String schema, String name) {
    /** For people, and for patterns. */
    @Override
    public String toString() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
