package dev.pipette.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.admin.RunTrace.Input;
import java.net.URLDecoder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of datasets, so that other tools which follow OpenLineage's conventions call the same data the same. */
final class LineageNames {
    private static final String FILE = "file";

    /** {@code postgres://user@db:5432/shop?sslmode=require}; names of hosts may have characters that those of a URI have not. */
    private static final Pattern SERVER =
            Pattern.compile("(?<scheme>[a-z0-9+.-]+://)(?:[^@/?]*@)?(?<host>[^/?]*)/?(?<database>[^?]*)(?:\\?.*)?");

    private LineageNames() {}

    /**
     * The name of a dataset.
     *
     * @param namespace where it is: {@code postgres://db:5432}, {@code s3://exports}, {@code file}
     * @param name what it is called there
     */
    record Name(String namespace, String name) {}

    /** A table of a destination: {@code postgres://db:5432} and {@code shop.shop_data.orders}. */
    static Name table(String address, String dataset, String table) {
        Matcher server = SERVER.matcher(address);
        if (!server.matches()) {
            return new Name(address, dataset + "." + table); // duckdb:/data/shop.duckdb
        }
        String database = URLDecoder.decode(server.group("database").replace("+", "%2B"), UTF_8);
        return new Name(
                server.group("scheme") + server.group("host"),
                (database.isEmpty() ? "" : database + ".") + dataset + "." + table);
    }

    /** An input; rows of Java code have no name but their resource's. */
    static Name input(Input input, String jobs) {
        return switch (input.kind()) {
            case ROWS, STREAM -> new Name(jobs, input.resource());
            case FILES -> files(input.location());
        };
    }

    private static Name files(String location) {
        int end = location.indexOf("://");
        if (end > 0) {
            int container = location.indexOf('/', end + 3);
            return container < 0
                    ? new Name(location, "/")
                    : new Name(location.substring(0, container), location.substring(container + 1));
        }
        try {
            return new Name(FILE, Path.of(location).toAbsolutePath().normalize().toString());
        } catch (InvalidPathException glob) {
            return new Name(FILE, location);
        }
    }
}
