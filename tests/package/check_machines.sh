#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds for other kinds of machine and tries what was built under qemu: golden tests, an index made on each, answers
# equal to those here, indexes of another byte order or word size refused with a sentence. By hand, as root; many minutes.
# Needs debootstrap, qemu-user-static, the cross compilers (gcc-aarch64-linux-gnu, gcc-s390x-linux-gnu,
# gcc-i686-linux-gnu) and a mirror of Debian (DEBIAN_MIRROR).
#
#	tests/package/check_machines.sh [MACHINE...]      as Debian calls them: arm64 s390x i386 (the default)
#
# Libraries of a machine are unpacked into build-machines/MACHINE, programs are built in build-MACHINE; both stay.
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd)
here=${BUILD:-$root/build}
releases=${ICD10_RELEASES:-../shared/releases}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
failed=0
not_ok() {
	echo "machines: FAILED: $machine: $*"
	failed=1
}

# Sets what the compiler and the folder of libraries are called, and qemu's name.
name_machine() {
	case $1 in
	arm64) compiler=aarch64-linux-gnu multiarch=$compiler qemu=aarch64 ;;
	s390x) compiler=s390x-linux-gnu multiarch=$compiler qemu=s390x ;;
	i386) compiler=i686-linux-gnu multiarch=i386-linux-gnu qemu=i386 ;;
	*) echo "machines: $1: arm64, s390x or i386 was expected" >&2 && exit 2 ;;
	esac
}

# The packages that the Makefile asks for, but for those that run, unpacked and not installed.
unpack_libraries() {
	libraries=$root/build-machines/$1
	[ ! -e "$libraries/whole" ] || return 0
	rm -rf "$libraries"
	mkdir -p "$libraries/usr/lib"
	ln -s usr/lib "$libraries/lib"
	wanted=$(sed -n '/^PACKAGES = /,/[^\\]$/p' Makefile | tr -s ' \t\\=' '\n' | grep -x 'lib.*-dev\|nettle-dev' | paste -sd,)
	debootstrap --download-only --variant=minbase --arch="$1" --include="$wanted" "$suite" "$libraries" "$mirror" >&2
	for package in "$libraries"/var/cache/apt/archives/*.deb; do
		dpkg-deb --fsys-tarfile "$package" | tar -x -C "$libraries" --keep-directory-symlink --exclude='./dev/*'
		rm "$package"
	done
	touch "$libraries/whole"
}

# Programs as they can be started here.
wrap() {
	mkdir -p "$1"
	for program in icd10-lookup icd10-build-index; do
		printf '#!/bin/sh\nexec qemu-%s-static -L "%s" -0 %s "%s" "$@"\n' "$qemu" "$libraries" "$program" \
			"$root/build-$machine/$program" >"$1/$program"
		chmod +x "$1/$program"
	done
	ln -sf icd10-lookup "$1/icd10"
	cp "$here/icd10-fetch" "$1"
}

# What is asked of the index $2 by the programs in the folder $1.
ask() {
	"$1/icd10-lookup" -i "$2" export dated
	"$1/icd10-lookup" -i "$2" export dated-notes
	"$1/icd10-lookup" -i "$2" export index
	for words in 'right lumbago with sciatica' 'heart attack' 'sugar' 'broken hip' 'covid'; do
		"$1/icd10-lookup" -i "$2" -f json search "$words"
	done
	"$here/icd10-lookup" -i "$2.here" export codes | awk 'NR % 97 == 0 { print $1 }' | "$1/icd10-lookup" -i "$2" -f json code -
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
[ $# -gt 0 ] || set -- arm64 s390x i386
[ -d "$releases" ] || { echo "machines: official releases skipped, $releases is not there" && releases=data/sample; }
export ICD10_TODAY=2026-02-01 LC_ALL=C.UTF-8
golden=$(for test in tests/golden/*.cmd; do basename "$test" .cmd; done | grep -vx no_index) # it copies the program
for machine; do
	name_machine "$machine"
	for tool in debootstrap "qemu-$qemu-static" "$compiler-gcc"; do
		command -v "$tool" >/dev/null || { echo "machines: $machine: skipped, $tool is not installed" && continue 2; }
	done
	unpack_libraries "$machine"
	PKG_CONFIG_SYSROOT_DIR=$libraries PKG_CONFIG_LIBDIR=$libraries/usr/lib/$multiarch/pkgconfig:$libraries/usr/share/pkgconfig \
		make -s BUILD="build-$machine" CROSS="$compiler" CC="$compiler-gcc --sysroot=$libraries" all
	programs=$scratch/$machine
	wrap "$programs"
	# shellcheck disable=SC2086
	BUILD=$programs ICD10_BUILD=$programs ICD10_INDEX='' ICD10_ON='' TERM=dumb sh tests/run_golden.sh $golden ||
		not_ok 'golden tests'

	index=$scratch/$machine.mdb
	"$here/icd10-build-index" -q -o "$index.here" "$releases"
	"$programs/icd10-build-index" -q -o "$index" "$releases" || not_ok 'the builder'
	"$programs/icd10-lookup" -i "$index" verify | tail -n 1
	ask "$here" "$index.here" >"$scratch/here" 2>&1 || :
	ask "$programs" "$index" >"$scratch/there" 2>&1 || :
	sed -i "s|$index\.here|$index|g" "$scratch/here"
	cmp "$scratch/here" "$scratch/there" || not_ok 'answers differ from those here'
	if cmp -s "$index" "$index.here"; then
		echo "machines: $machine: the index has the same bytes as here"
	else
		for refused in "$here $index" "$programs $index.here"; do
			status=0
			"${refused% *}/icd10-lookup" -i "${refused#* }" M54.50 >"$scratch/said" 2>&1 || status=$?
			[ "$status" = 2 ] && [ "$(wc -l <"$scratch/said")" = 1 ] && grep -q 'made on a .*-bit machine with the .* byte first' "$scratch/said" ||
				{ cat "$scratch/said" && not_ok "an index of another machine: status $status"; }
		done
	fi
	echo "machines: $machine: $(wc -c <"$scratch/there") bytes of answers"
done
[ "$failed" = 0 ] && echo 'machines: passed'
exit "$failed"
