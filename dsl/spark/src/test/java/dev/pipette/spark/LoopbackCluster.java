package dev.pipette.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/**
 * A standalone cluster whose executors are processes, as {@code local-cluster} is, with a host for each worker: Spark reads a slice
 * twice only on two hosts. All addresses 127.x are hosts of this machine on Linux; elsewhere there is one host.
 */
final class LoopbackCluster implements AutoCloseable {
    private static final int MEGABYTES = 1024;

    private final RpcEnv master;
    private final List<RpcEnv> workers = new ArrayList<>();

    private LoopbackCluster(RpcEnv master) {
        this.master = master;
    }

    /** Starts a master and workers of one core each; executors start with the first context. */
    static LoopbackCluster start(int workers) throws IOException {
        Path home = Path.of(System.getenv("SPARK_HOME"));
        // a worker starts no executor without this folder; it is empty, because the class path of executors has all
        // jars
        Files.createDirectories(home.resolve("jars"));
        SparkConf conf = new SparkConf().set("spark.master.rest.enabled", "false");
        LoopbackCluster cluster = new LoopbackCluster(
                Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1());
        for (int number = 1; number <= workers; number++) {
            cluster.workers.add(Worker.startRpcEnvAndEndpoint(
                    isSeveralHosts() ? "127.0.0." + (number + 1) : "127.0.0.1",
                    0,
                    0,
                    1,
                    MEGABYTES,
                    new String[] {cluster.url()},
                    home.resolve("work").toString(),
                    Option.apply(number),
                    conf,
                    Option.empty()));
        }
        return cluster;
    }

    String url() {
        return master.address().toSparkURL();
    }

    /** Whether this machine has an address for each worker. */
    static boolean isSeveralHosts() {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    @Override
    public void close() {
        workers.forEach(RpcEnv::shutdown);
        workers.forEach(RpcEnv::awaitTermination);
        master.shutdown();
        master.awaitTermination();
    }
}
