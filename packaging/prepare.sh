#!/bin/sh
# What `make` needs before it can do anything: Python 3.11 or later with venv, Node 18 or later with npm.
# On Debian and Ubuntu, as root or with sudo, the parts those systems package apart are installed;
# elsewhere one line says what is missing. With `screen` as the second word it sees to what the windows' own tests
# need besides: a virtual screen, the system's browser engine, an accessibility bus, and to Firefox and LibreOffice. Where that cannot
# be had, those tests are skipped and say so. With `installers` it sees to what builds and checks packages besides, and to the browsers
# they are tried in, the same way.
set -eu
python=${1:-python3}
what=${2:-all}

screen="python3-gi gir1.2-gtk-3.0 gir1.2-webkit2-4.1 xvfb openbox xdotool dbus dbus-x11 at-spi2-core python3-pyatspi gir1.2-atspi-2.0 imagemagick"
office="libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui" # 103 MB to fetch, 312 MB installed
installers="binutils dpkg-dev lintian wixl msitools osslsigncode shellcheck libxml2-utils"

missing() { echo "missing: $1" >&2; exit 1; }

install() {
    command -v apt-get >/dev/null 2>&1 || missing "$2"
    if [ "$(id -u)" = 0 ]; then as_root=; elif command -v sudo >/dev/null 2>&1; then as_root=sudo; else missing "$2"; fi
    echo "installing $1"
    if ! said=$({ $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1; } 2>&1); then
        printf '%s\n' "$said" >&2
        missing "$2"
    fi
}

if [ "$what" = screen ]; then
    for program in Xvfb openbox xdotool dbus-run-session import; do
        command -v "$program" >/dev/null 2>&1 || lacking=1
    done
    /usr/bin/python3 -c 'import gi, pyatspi; gi.require_version("WebKit2", "4.1")' 2>/dev/null || lacking=1
    if [ "${lacking:-}" ] && command -v apt-get >/dev/null 2>&1; then
        # Without it everything else is still tested.
        (install "$screen" "a virtual screen") || echo "the tests of the windows will be skipped" >&2
    fi
    if ! command -v firefox-esr >/dev/null 2>&1 && grep -qx ID=debian /etc/os-release 2>/dev/null; then
        (install firefox-esr Firefox) || echo "the tests in Firefox will be skipped" >&2
    fi
    if ! command -v soffice >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
        (install "$office" LibreOffice) || echo "what LibreOffice shows of labels will not be tested" >&2
    fi
    exit 0
fi

if [ "$what" = installers ]; then
    for program in objdump dpkg-shlibdeps lintian wixl msiinfo osslsigncode shellcheck xmllint; do
        command -v "$program" >/dev/null 2>&1 || lacking=1
    done
    if [ "${lacking:-}" ] && command -v apt-get >/dev/null 2>&1; then
        # Without it what can be built still is.
        (install "$installers" "what builds and checks packages") || echo "some packages will not be built" >&2
    fi
    # The browsers that read a system's policies, as Debian has them. Without one its own tests are skipped.
    for browser in chromium firefox-esr; do
        # Ubuntu's packages of these names only call a snap, which no policy of these tests reaches.
        if ! command -v "$browser" >/dev/null 2>&1 && grep -qx ID=debian /etc/os-release 2>/dev/null; then
            (install "$browser" "$browser") || echo "what policies do in $browser will not be tested" >&2
        fi
    done
    exit 0
fi

command -v "$python" >/dev/null 2>&1 || missing "Python 3.11 or later (python3)"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || missing "Python 3.11 or later ($("$python" --version) is too old)"
"$python" -c 'import ensurepip, venv' 2>/dev/null || install python3-venv "Python's venv module"
command -v node >/dev/null 2>&1 || missing "Node 18 or later (node)"
node -e 'process.exit(+(process.versions.node.split(".")[0] < 18))' || missing "Node 18 or later ($(node --version) is too old)"
command -v npm >/dev/null 2>&1 || install npm "npm, which comes with Node"

# One test reads exported totals with the first, one a picture with the second.
for each in jq:jq tesseract:tesseract-ocr; do
    if ! command -v "${each%%:*}" >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
        (install "${each#*:}" "${each%%:*}") || echo "the test that uses ${each%%:*} will be skipped" >&2
    fi
done

# The browser driver that the demo and the tests use is a program that a very bare Linux cannot start.
if command -v apt-get >/dev/null 2>&1 && ! /sbin/ldconfig -p | grep -q 'libatomic\.so\.1'; then
    install libatomic1 "libatomic, which the browser driver needs"
fi
