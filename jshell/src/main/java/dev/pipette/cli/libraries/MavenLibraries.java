package dev.pipette.cli.libraries;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.model.interpolation.ModelInterpolator;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.ProxySelector;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.eclipse.aether.util.repository.JreProxySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds libraries and what they need as Maven does: by its settings (local repository, mirrors, proxies, servers, repositories of
 * active profiles), in the local repository first. Throws {@link IllegalArgumentException} where there is no such library, and
 * {@link IllegalStateException} where no repository answers.
 */
public final class MavenLibraries implements BiFunction<List<String>, Consumer<String>, List<Path>> {
    /** Where Maven's own model of a project has it; {@code -Dmaven.repo.central} changes it, as in Maven. */
    private static final RemoteRepository CENTRAL = new RemoteRepository.Builder(
                    "central",
                    "default",
                    System.getProperty(
                            ModelInterpolator.MAVEN_REPO_CENTRAL_KEY, ModelInterpolator.DEFAULT_MAVEN_REPO_CENTRAL_URL))
            .build();

    private final Path home;
    private final Settings settings;

    /** Reads Maven's settings. */
    public MavenLibraries() {
        this(Path.of(System.getProperty("user.home"), ".m2"));
    }

    /** @param home the folder of the settings and of the local repository */
    MavenLibraries(Path home) {
        this.home = home;
        this.settings = settings();
    }

    private Settings settings() {
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        request.setUserSettingsFile(home.resolve("settings.xml").toFile());
        globalSettings().ifPresent(file -> request.setGlobalSettingsFile(file.toFile()));
        request.setSystemProperties(System.getProperties());
        try {
            return new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
        } catch (SettingsBuildingException broken) {
            throw new IllegalArgumentException(
                    "Maven's settings cannot be read: "
                            + String.valueOf(broken.getMessage()).strip() + ". Correct that file.",
                    broken);
        }
    }

    /** Those of the installation that {@code MAVEN_HOME} or the path names. */
    private static Optional<Path> globalSettings() {
        List<Path> installations = new ArrayList<>();
        Optional.ofNullable(System.getenv("MAVEN_HOME")).map(Path::of).ifPresent(installations::add);
        for (String folder :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator)) {
            Path mvn = Path.of(folder, "mvn");
            if (Files.isExecutable(mvn)) {
                try {
                    installations.add(mvn.toRealPath().resolve("../..").normalize());
                } catch (IOException gone) {
                    continue; // another one may be there
                }
            }
        }
        return installations.stream()
                .map(installation -> installation.resolve("conf/settings.xml"))
                .filter(Files::isReadable)
                .findFirst();
    }

    @Override
    public List<Path> apply(List<String> coordinates, Consumer<String> progress) {
        RepositorySystem system = new RepositorySystemSupplier().get();
        try {
            // versions that may change are looked up; all others are there or not
            boolean isFixed = coordinates.stream().noneMatch(library -> library.endsWith("-SNAPSHOT"));
            if (isFixed || settings.isOffline()) {
                try {
                    return resolved(system, true, coordinates, progress);
                } catch (RepositoryException missing) {
                    if (settings.isOffline()) {
                        throw problem(missing, coordinates);
                    }
                }
            }
            return resolved(system, false, coordinates, progress);
        } catch (RepositoryException failed) {
            throw problem(failed, coordinates);
        } finally {
            system.shutdown();
        }
    }

    private List<Path> resolved(
            RepositorySystem system, boolean offline, List<String> coordinates, Consumer<String> progress)
            throws RepositoryException {
        try (CloseableSession session = session(system, offline, progress)) {
            CollectRequest collect = new CollectRequest();
            coordinates.forEach(
                    library -> collect.addDependency(new Dependency(new DefaultArtifact(library), JavaScopes.RUNTIME)));
            collect.setRepositories(system.newResolutionRepositories(session, repositories()));
            return system
                    .resolveDependencies(
                            session,
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(Artifact::getPath)
                    .toList();
        }
    }

    private Path localRepository() {
        return Optional.ofNullable(System.getProperty("maven.repo.local"))
                .or(() -> Optional.ofNullable(settings.getLocalRepository()))
                .map(Path::of)
                .orElse(home.resolve("repository"));
    }

    private CloseableSession session(RepositorySystem system, boolean offline, Consumer<String> progress) {
        SessionBuilder session = new SessionBuilderSupplier(system)
                .get()
                .withLocalRepositoryBaseDirectories(localRepository())
                .setSystemProperties(System.getProperties())
                .setOffline(offline)
                .setMirrorSelector(mirrors())
                .setProxySelector(proxies())
                .setAuthenticationSelector(servers())
                .setTransferListener(new AbstractTransferListener() {
                    @Override
                    public void transferStarted(TransferEvent event) {
                        String name = event.getResource().getResourceName();
                        if (name.endsWith(".jar")) {
                            progress.accept("downloading " + name.substring(name.lastIndexOf('/') + 1) + " from "
                                    + event.getResource().getRepositoryId());
                        }
                    }
                });
        return session.build();
    }

    private DefaultMirrorSelector mirrors() {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        for (Mirror mirror : settings.getMirrors()) {
            mirrors.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        return mirrors;
    }

    private ProxySelector proxies() {
        DefaultProxySelector proxies = new DefaultProxySelector();
        List<Proxy> active =
                settings.getProxies().stream().filter(Proxy::isActive).toList();
        for (Proxy proxy : active) {
            proxies.add(
                    new org.eclipse.aether.repository.Proxy(
                            proxy.getProtocol(),
                            proxy.getHost(),
                            proxy.getPort(),
                            authentication(proxy.getUsername(), proxy.getPassword())),
                    proxy.getNonProxyHosts());
        }
        return active.isEmpty() ? new JreProxySelector() : proxies;
    }

    private DefaultAuthenticationSelector servers() {
        DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
        for (Server server : settings.getServers()) {
            servers.add(server.getId(), authentication(server.getUsername(), server.getPassword()));
        }
        return servers;
    }

    private static Authentication authentication(@Nullable String user, @Nullable String password) {
        return new AuthenticationBuilder()
                .addUsername(user)
                .addPassword(password)
                .build();
    }

    /** Those of the profiles that are active, and Maven Central. */
    private List<RemoteRepository> repositories() {
        Map<String, RemoteRepository> found = new LinkedHashMap<>();
        for (Profile profile : settings.getProfiles()) {
            boolean isActive = settings.getActiveProfiles().contains(profile.getId())
                    || (profile.getActivation() != null
                            && profile.getActivation().isActiveByDefault());
            for (Repository repository : isActive ? profile.getRepositories() : List.<Repository>of()) {
                found.put(
                        repository.getId(),
                        new RemoteRepository.Builder(repository.getId(), "default", repository.getUrl()).build());
            }
        }
        found.putIfAbsent(CENTRAL.getId(), CENTRAL);
        return List.copyOf(found.values());
    }

    /** What is missing, where it was looked for, and what to do. */
    private RuntimeException problem(RepositoryException failed, List<String> coordinates) {
        Throwable cause = failed;
        while (!(cause instanceof ArtifactTransferException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (!(cause instanceof ArtifactTransferException transfer)) {
            return new IllegalArgumentException(
                    String.join(", ", coordinates) + " cannot be resolved: " + cause.getMessage() + ".", failed);
        }
        Artifact artifact = transfer.getArtifact();
        String missing = artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getVersion();
        boolean isAsked = coordinates.stream()
                .map(DefaultArtifact::new)
                .anyMatch(library -> library.getGroupId().equals(artifact.getGroupId())
                        && library.getArtifactId().equals(artifact.getArtifactId()));
        String what = isAsked ? missing : missing + ", which " + String.join(", ", coordinates) + " needs,";
        if (settings.isOffline()) {
            return new IllegalArgumentException(
                    what + " is not in the local repository " + localRepository()
                            + ", and Maven's settings say that it works offline. Change <offline> in settings.xml, or add the"
                            + " jar itself with --jar.",
                    failed);
        }
        String where = Optional.ofNullable(transfer.getRepository())
                .map(repository -> repository.getId() + " (" + repository.getUrl() + ")")
                .orElse(repositories().stream().map(RemoteRepository::getUrl).collect(Collectors.joining(", ")));
        return cause instanceof ArtifactNotFoundException
                ? new IllegalArgumentException(
                        what + " is not in " + where
                                + ". Correct the coordinates, or name its repository in a profile of"
                                + " ~/.m2/settings.xml.",
                        failed)
                : new IllegalStateException(
                        what + " is not in the local repository " + localRepository() + ", and " + where
                                + " does not answer: " + root(transfer)
                                + ". Check the network, and mirrors and proxies in ~/.m2/settings.xml; or add the jar itself"
                                + " with --jar.",
                        failed);
    }

    private static String root(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message =
                Optional.ofNullable(root.getMessage()).orElse("").strip().replaceFirst("\\.$", "");
        return root.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }
}
