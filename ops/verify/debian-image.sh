#!/usr/bin/env bash
# Makes a container image of Debian packages, where none can be pulled.
#
#   ops/verify/debian-image.sh IMAGE SUITE PACKAGE[,PACKAGE]…     e.g. java:17 bookworm openjdk-17-jre-headless
#
# They come from the mirror in this machine's own apt sources. Run by root on a Debian with debootstrap, docker and a
# running engine. For tests only.
set -euo pipefail

image="$1" suite="$2" packages="$3"
mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' |
  head -n 1)"
[[ -n "$mirror" ]] || { echo "no Debian mirror in the apt sources (is apt-get update still to be run?)" >&2; exit 1; }
# A suite that is younger than this debootstrap is made like every suite since sid.
script="/usr/share/debootstrap/scripts/$suite"
[[ -e "$script" ]] || script=/usr/share/debootstrap/scripts/sid

root="$(mktemp -d)"
trap 'rm -rf --one-file-system "$root"' EXIT
chmod 755 "$root"
debootstrap --variant=minbase --include="$packages" "$suite" "$root" "$mirror" "$script"
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/etc/apt/sources.list*
tar -C "$root" --numeric-owner -c . | docker import - "$image"
