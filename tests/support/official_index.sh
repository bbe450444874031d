# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# An index for test scripts: of the official releases or, where they are not there, of the sample. Made once for all of
# them, in the folder of the build; read in with `build` set. Sets `releases` and `index`.
releases=${ICD10_RELEASES:-../shared/releases}
[ -d "$releases" ] || releases=data/sample
index=${build:?}/tests/official.mdb
from=$(cd "$releases" && pwd)
if [ ! -f "$index" ] || [ -n "$(find "$build/icd10-build-index" -newer "$index")" ] || [ "$(cat "$index.from")" != "$from" ]; then
	mkdir -p "$build/tests"
	"$build/icd10-build-index" -q -o "$index" "$releases" || exit 1
	echo "$from" >"$index.from"
fi
