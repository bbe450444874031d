# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# A PostgreSQL server of the test's own, in $scratch, reached by a socket there; read in after script.sh. It does not run
# as root: root's is run as nobody. `pg_start` is false, having said "skipped", where PostgreSQL is not installed.
pg_bin=
for pg_folder in /usr/lib/postgresql/*/bin /usr/local/bin; do
	[ ! -x "$pg_folder/initdb" ] || pg_bin=$pg_folder
done

pg_as() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
	else
		"$@"
	fi
}

# shellcheck disable=SC2154 # scratch is of script.sh
pg_start() {
	if [ -z "$pg_bin" ] || ! command -v psql >/dev/null || ! command -v setpriv >/dev/null; then
		echo 'skipped: PostgreSQL is not installed'
		return 1
	fi
	chmod 711 "$scratch"
	mkdir "$scratch/pg"
	[ "$(id -u)" != 0 ] || chown nobody:nogroup "$scratch/pg"
	export PGHOST="$scratch/pg" PGUSER=postgres PGDATABASE=postgres
	if ! {
		cd "$scratch/pg" &&
			pg_as "$pg_bin/initdb" -D "$scratch/pg/data" -U postgres -A trust -E UTF8 --locale=C -N &&
			pg_as "$pg_bin/pg_ctl" -D "$scratch/pg/data" -w -t 30 -l "$scratch/pg/log" \
				-o "-k '$scratch/pg' -c listen_addresses= -c fsync=off" start && cd - >/dev/null
	} >"$scratch/pg.log" 2>&1; then
		cat "$scratch/pg.log"
		return 2
	fi
	trap 'pg_stop; rm -rf "$scratch"' EXIT
}

pg_stop() {
	(cd "$scratch/pg" && pg_as "$pg_bin/pg_ctl" -D "$scratch/pg/data" -m immediate stop) >/dev/null 2>&1
}
