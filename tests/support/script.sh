# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# What test scripts begin with; it is read in from the project's root. Afterwards `root` and `build` are absolute paths,
# `scratch` is a folder of the script's own that goes with it, the programs of the build come first on the PATH, nothing
# of the user's settings is left but what tests are told by, and today is 2026-02-01. `validators` is where
# validators.sh finds them.
root=$(pwd)
build=${BUILD:-build}
case $build in
/*) ;;
*) build=$root/$build ;;
esac

# shellcheck disable=SC2034 # for validators.sh
validators=${VALIDATORS:-${XDG_CACHE_HOME:-$HOME/.cache}/icd10-validators}

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM

for name in $(env | sed -n '/^ICD10_\(RELEASES\|FAULTS\)=/d; s/^\(ICD10_[A-Z]*\|LC_[A-Z]*\|LANG[A-Z]*\|XDG_[A-Z_]*\|NO_COLOR\|COLUMNS\)=.*/\1/p'); do
	unset "$name"
done
export PATH="$build:$PATH" LC_ALL=C.UTF-8 TZ=UTC HOME="$scratch" ICD10_TODAY=2026-02-01
