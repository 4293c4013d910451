#!/bin/sh
# Takes Safe to Paste off a Mac; Jamf and Intune run it as root. What IT set (profiles, and what lies beside Programs)
# stays; with --purge that which lies beside Programs goes, too. What people have of their own in their Library is theirs.
set -eu
[ "$(id -u)" = 0 ] || { echo "an administrator can do this: sudo sh uninstall.sh" >&2; exit 1; }
place="/Library/Application Support/SafeToPaste"
pkill -f "^$place/Programs/safe-to-paste" || true
rm -f "/Library/Google/Chrome/NativeMessagingHosts/org.safetopaste.agent.json" \
    "/Library/Application Support/Chromium/NativeMessagingHosts/org.safetopaste.agent.json" \
    "/Library/Microsoft/Edge/NativeMessagingHosts/org.safetopaste.agent.json" \
    "/Library/Application Support/Mozilla/NativeMessagingHosts/org.safetopaste.agent.json"
rm -rf "$place/Programs"
[ "${1:-}" != --purge ] || rm -rf "$place"
rmdir "$place" 2>/dev/null || true
pkgutil --forget org.safetopaste.agent >/dev/null 2>&1 || true
