package dev.pipette.cli;

/** The default pipeline of a load. */
final class PipelineNames {
    private static final int LONGEST = 100;

    private PipelineNames() {}

    /** The name of the database, made to fit: {@code my_shop} for {@code data/my shop.duckdb}. */
    static String of(String location) {
        String path = location.replaceFirst("[?#].*$", "");
        String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = file.lastIndexOf('.');
        String name = (dot > 0 ? file.substring(0, dot) : file)
                .replaceAll("[^A-Za-z0-9_.-]+", "_")
                .replaceFirst("^[^A-Za-z0-9]+", "");
        if (name.isEmpty()) {
            return "pipette";
        }
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }
}
