package dev.pipette.engine.extract;

import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.schema.Naming;
import dev.pipette.spi.RowSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which columns the rows of a resource's files are given, file by file. */
final class ColumnsOfFiles {
    private final String resource;
    private final Naming naming;
    private final ColumnSteps steps;
    private final @Nullable FileSelection selection;
    private final boolean folderKeys;
    private final List<String> paths;
    private @Nullable FolderKeys folders;

    ColumnsOfFiles(ResourcePlan resource, Naming naming, ExtractionStart start, ColumnSteps steps) {
        this.resource = resource.name();
        this.naming = naming;
        this.steps = steps;
        this.selection = start.selection().orElse(null);
        this.folderKeys = resource.source() instanceof RowSource.Files files && files.folderKeys();
        this.paths = start.files().stream().map(file -> file.stored().key()).toList();
    }

    /**
     * The columns of the rows of a file; null where they are given none.
     *
     * @param key how the file is known
     * @param types finds the types of what folders are named
     */
    @Nullable
    AddedColumns of(String key, ColumnarRows types) {
        List<FolderKeys.Key> keys = keys(key, types);
        if (selection != null) {
            return AddedColumns.remembered(resource, key, keys, selection.date(key));
        }
        return folderKeys ? AddedColumns.of(resource, key, keys) : null;
    }

    private List<FolderKeys.Key> keys(String key, ColumnarRows types) {
        if (!folderKeys) {
            return List.of();
        }
        if (folders == null) {
            folders = FolderKeys.of(
                    resource,
                    paths,
                    naming,
                    folder -> steps.leadingName(folder)
                            .flatMap(
                                    name -> Optional.ofNullable(types.declared().get(naming.key(name)))),
                    types::typeOf);
        }
        return folders.in(key);
    }
}
