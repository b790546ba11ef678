# Sourced by jshell/pipette and .ci/run. Defines find_jdk, which prints the home of a JDK that Pipette runs on.
# Versions are read from each JDK's "release" file: starting every java to ask would cost a second.

PIPETTE_JAVA_MINIMUM=25

# java_feature HOME: prints the feature version (25 for 25.0.3); fails when HOME holds no JDK
java_feature() {
    local version='' line
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;; esac
        done < "$1/release"
    else
        version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*version //p')
    fi
    version=${version#\"}
    version=${version%%[!0-9]*}
    [ -n "$version" ] && printf '%s\n' "$version"
}

java_is_new_enough() {
    local feature
    feature=$(java_feature "$1") && [ "$feature" -ge "$PIPETTE_JAVA_MINIMUM" ]
}

# the folder above bin/java on the PATH, through symbolic links
java_home_on_path() {
    local file link
    file=$(command -v java) || return 1
    while [ -L "$file" ]; do
        link=$(readlink "$file")
        case $link in /*) file=$link ;; *) file=${file%/*}/$link ;; esac
    done
    cd -P "${file%/*}/.." 2> /dev/null && pwd
}

find_jdk() {
    local home
    if [ -n "${PIPETTE_JAVA_HOME:-}" ]; then
        if java_is_new_enough "$PIPETTE_JAVA_HOME"; then
            printf '%s\n' "$PIPETTE_JAVA_HOME"
            return 0
        fi
        echo "PIPETTE_JAVA_HOME is '$PIPETTE_JAVA_HOME', which holds no JDK $PIPETTE_JAVA_MINIMUM or newer: correct it, or unset it to let Pipette search." >&2
        return 1
    fi
    for home in "${JAVA_HOME:-}" "$(java_home_on_path)" \
        /usr/lib/jvm/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* \
        "${HOME:-}"/.jdks/* \
        "${HOME:-}"/.local/share/mise/installs/java/*; do
        if [ -n "$home" ] && java_is_new_enough "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    echo "Pipette needs a JDK $PIPETTE_JAVA_MINIMUM or newer and found none: install one, for instance Eclipse Temurin, and set JAVA_HOME to its folder." >&2
    return 1
}
