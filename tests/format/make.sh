#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the index of today's format out of tests/format/release: tests/format/format-N.mdb.gz, N being
# ICD_FORMAT_VERSION. README.md says when. Only of a version that was not published yet.
#
#	BUILD=build tests/format/make.sh

set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^#define ICD_FORMAT_VERSION \([0-9]*\)$/\1/p' lookup/store/format.h)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM
"${BUILD:-build}/icd10-build-index" -q -o "$scratch/format.mdb" tests/format/release
gzip -9 -n <"$scratch/format.mdb" >"tests/format/format-$version.mdb.gz"
