#!/bin/sh
# Signs the bundle, makes the package, has Apple notarise it. On a Mac with Xcode's command line tools:
#     sh packaging/macos/build.sh VERSION
# SIGN_PROGRAMS ("Developer ID Application: …"), SIGN_PACKAGE ("Developer ID Installer: …") and NOTARY (a keychain profile
# of notarytool) name who signs. Without them the programs are signed ad hoc, which runs on this Mac alone, and the file
# says that it is unsigned.
set -eu
version=$1
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
root=$top/build/packages/pkg/root
programs="$root/Library/Application Support/SafeToPaste/Programs"
identifier=org.safetopaste.agent
[ -d "$programs" ] || { echo "there is no $programs: python -m packages pkg" >&2; exit 1; }

# From the inside out: a program's signature covers the libraries it loads.
sign() {
    if [ -n "${SIGN_PROGRAMS:-}" ]; then
        codesign --force --options runtime --timestamp --entitlements "$here/entitlements.plist" \
            --identifier "$identifier" --sign "$SIGN_PROGRAMS" "$1"
    else
        codesign --force --identifier "$identifier" --sign - "$1"
    fi
}
find "$programs/_internal" -type f \( -name '*.so' -o -name '*.dylib' -o -name 'Python' \) | while IFS= read -r file; do
    sign "$file"
done
for name in safe-to-paste-window safe-to-paste safe-to-paste-host; do
    [ ! -f "$programs/$name" ] || sign "$programs/$name"
done

mkdir -p "$top/dist"
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
pkgbuild --root "$root" --identifier "$identifier" --version "$version" --ownership recommended \
    --scripts "$here/scripts" --install-location / "$parts/agent.pkg"
sed "s/@VERSION@/$version/g; s/@MACHINE@/$(uname -m)/g" "$here/distribution.xml" > "$parts/distribution.xml"
if [ -n "${SIGN_PACKAGE:-}" ]; then
    package=$top/dist/safe-to-paste-$version-$(uname -m).pkg
    productbuild --distribution "$parts/distribution.xml" --package-path "$parts" --sign "$SIGN_PACKAGE" "$package"
else
    package=$top/dist/safe-to-paste-$version-$(uname -m)-unsigned.pkg
    productbuild --distribution "$parts/distribution.xml" --package-path "$parts" "$package"
fi
if [ -n "${NOTARY:-}" ]; then
    xcrun notarytool submit "$package" --keychain-profile "$NOTARY" --wait
    xcrun stapler staple "$package"
fi
echo "$package"
