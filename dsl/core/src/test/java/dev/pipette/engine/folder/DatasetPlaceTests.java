package dev.pipette.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.folder.DatasetPlace.Relation;
import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dataset is recognized by other names of its database, and never taken for another one. */
final class DatasetPlaceTests {
    /** A server on this machine; "beside" is a database that is certainly another one. */
    private record Server(String identity) implements DestinationClient {
        @Override
        public String describe() {
            return identity;
        }

        @Override
        public boolean isNamed(String other) {
            return other.replace("127.0.0.1", "localhost").equals(identity);
        }

        @Override
        public boolean isBeside(String other) {
            return other.equals("beside");
        }

        @Override
        public String dltType() {
            return "none";
        }

        @Override
        public int maxIdentifierLength() {
            return 63;
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public DestinationSession open(Access access) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest(name = "here {0} in {1}; noted {2}: {3} in {4}")
    @CsvSource(textBlock = """
                    # id here, database here, name, id noted, database noted, relation
                    a, 1, localhost, a, 1, SAME
                    a, 1, 127.0.0.1, a, 1, SAME
                    a, 1, pooler,    a, 1, SAME
                      , 1, pooler,    b, 1, SAME
                      ,  , localhost,  ,  , SAME
                      ,  , 127.0.0.1, a,  , SAME
                      ,  , pooler,    a,  , OTHER
                    a,  , pooler,    a,  , SAME
                    a,  , pooler,    b,  , OTHER
                    a,  , beside,    a,  , COPY
                    a,  , beside,    b,  , OTHER
                    a, 1, copied,    a, 2, COPY
                    a, 1, copied,    b, 2, OTHER
                    b, 1, localhost, a, 2, OTHER
                      , 1, localhost, a, 2, OTHER
                    a, 1, localhost, a, 2, SAME
                    b, 1, localhost, a, 1, SAME
                    b, 1, pooler,    a, 1, SAME
                    """)
    void a_dataset_is_recognized_by_name_by_database_and_by_its_id(
            String idHere, String databaseHere, String name, String idNoted, String databaseNoted, Relation relation) {
        DatasetPlace here =
                new DatasetPlace(new Server("localhost"), "shop", new DatasetIdentity(idHere, false, databaseHere));
        DatasetIdentity noted = new DatasetIdentity(idNoted, true, databaseNoted);

        assertThat(here.relation(name, "shop", noted)).isEqualTo(relation);
        assertThat(here.relation(name, "shop_2", noted)).isEqualTo(Relation.OTHER);
    }
}
