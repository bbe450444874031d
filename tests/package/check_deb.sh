#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Packages of make deb in a bare Debian: made twice with the same bytes, installed, used by someone who is not root,
# purged with nothing left. Run by make check-deb, as root; minutes, and a mirror of Debian is asked (DEBIAN_MIRROR).
#
#	tests/package/check_deb.sh FOLDER     FOLDER: where make deb put the packages; others are made beside it.
set -eu
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
skip() {
	echo "packages: skipped, $*"
	exit 0
}
[ "$(id -u)" = 0 ] || skip 'not root'
command -v debootstrap >/dev/null || skip 'debootstrap is not installed'
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
curl -sfI -m 20 -o /dev/null "$mirror/dists/$suite/Release" || skip "no answer from $mirror for $suite"

scratch=$(mktemp -d)
root=$scratch/root
clean() {
	umount "$root/proc" 2>/dev/null || :
	rm -rf --one-file-system "$scratch"
}
trap clean EXIT
trap 'exit 2' HUP INT TERM
failed=0
not_ok() {
	echo "packages: FAILED: $*"
	failed=1
}
# Runs a command in there, as root or as the user; what it says is shown when it fails.
loud() {
	"$@" >"$scratch/said" 2>&1 || { cat "$scratch/said"; not_ok "$*"; }
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
as_user() { chroot --userspec=65534:65534 "$root" env -i PATH=/usr/bin:/bin HOME=/home/user LC_ALL=C.UTF-8 ICD10_TODAY=2026-02-01 sh -c "cd && $1"; }
same() { [ "$2" = "$3" ] || not_ok "$1: '$3' where '$2' was expected"; }

# ---- the same bytes twice ----

DEB_BUILD_OPTIONS=nocheck loud .ci/make-deb "$(ls "$folder"/../icd10-*.tar.xz)" "$scratch/another/longer/name"
for package in "$folder"/*.deb; do
	cmp "$package" "$scratch/another/longer/name/${package##*/}" || not_ok "not the same bytes twice: ${package##*/}"
done

# ---- installed ----

loud debootstrap --variant=minbase "$suite" "$root" "$mirror"
mount -t proc proc "$root/proc"
mkdir -p "$root/packages" "$root/home/user"
chown 65534:65534 "$root/home/user"
cp "$folder"/*.deb "$root/packages"
loud inside apt-get install -y -q --no-install-recommends gcc libc6-dev pkg-config man-db sqlite3
loud inside sh -c 'apt-get install -y -q --no-install-recommends /packages/*.deb'
inside sh -c 'dpkg -L icd10 libicd10-dev $(dpkg-query -W -f "\${Package} " "libicd10-*")' | sort -u >"$scratch/owned"

# ---- used ----

same 'a look-up without an index' 2 "$(as_user 'icd10 M54.50 >said 2>&1; echo $?')"
as_user 'grep -q icd10-build-index said' || not_ok 'a look-up without an index does not say how to make one'
loud as_user 'icd10-build-index -q /usr/share/doc/icd10/examples/sample'
same 'a code' 'M54.50    billable   Low back pain, unspecified' "$(as_user 'icd10 -1 M54.50')"
as_user 'icd10 M54.50' | grep -q 'Loin pain' || not_ok 'a card has no notes'
as_user 'icd10 --version -v' >"$scratch/version" || not_ok 'icd10 --version -v'
for page in icd10 icd10-lookup icd10-build-index icd10-fetch icd10-export icd10-index icd10-list icd10-sqlite icd10_card; do
	as_user "man -P cat $page" 2>"$scratch/said" | grep -q . || { cat "$scratch/said"; not_ok "man $page"; }
done
same 'the extension of SQLite' 'Low back pain, unspecified' \
	"$(as_user "sqlite3 :memory: 'select load_extension(\"/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)/sqlite3/icd10\")' \
		'select icd10_title(\"M54.50\", \"2026-02-01\")' | tail -n 1")"

cat >"$root/home/user/tiny.c" <<'END'
#include <icd10.h>
#include <stdio.h>
int main(void)
{
	puts(icd10_version());
	return 0;
}
END
version=$(sed -n 's/^Version: //p' "$root"/usr/lib/*/pkgconfig/icd10.pc)
same 'a program with libicd10' "$version" "$(as_user 'gcc -Wall -Werror -o tiny tiny.c $(pkg-config --cflags --libs icd10) && ./tiny')"
same 'the library it loads' 1 "$(as_user 'ldd tiny | grep -c libicd10.so')"
same 'a program with libicd10 in it' "$version" \
	"$(as_user 'gcc -static -o tiny tiny.c $(pkg-config --static --cflags --libs icd10) && ./tiny')"

# ---- purged ----

loud inside sh -c 'apt-get purge -y -q icd10 icd10-dbgsym "libicd10-*"'
while read -r path; do
	if [ -h "$root$path" ] || { [ -e "$root$path" ] && [ ! -d "$root$path" ]; }; then not_ok "left after purge: $path"; fi
done <"$scratch/owned"
find "$root" -xdev -iname '*icd10*' ! -path "$root/packages/*" ! -path "$root/home/*" ! -path "$root/proc/*" | grep . &&
	not_ok 'left after purge'
inside dpkg -l | grep icd10 && not_ok 'packages are left'
[ "$failed" = 0 ] && echo 'packages: passed'
exit "$failed"
