#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A table checked in pieces over one index, by GNU parallel and by an array of Slurm, is byte for byte what one process
# makes of it. What is not installed is skipped; Slurm runs a cluster of one machine, and as root only.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh

passed=0
failed=0
icd10-build-index -q -o "$scratch/icd10cm.mdb" data/sample || exit 2
cd "$scratch" || exit 2
export ICD10_INDEX="$scratch/icd10cm.mdb"
icd10-lookup export dated | awk -F '\t' '
	{ code[NR] = $1 }
	END { for (i = 0; i < 60000; i++) printf "%d,%s,20%02d-%02d-15,\"a, b\"\n", i, code[1 + i * 7 % NR], 20 + i % 7, 1 + i % 12 }
' >visits.csv
set -- check --keep --fail-on none --column 2 --date-column 3 --delimiter ,
icd10-lookup "$@" visits.csv >whole 2>/dev/null || exit 2

same() {
	if [ -s whole ] && cmp -s whole "$2"; then
		passed=$((passed + 1))
	else
		echo "$1: not what one process makes of it"
		diff whole "$2" | head -3
		failed=$((failed + 1))
	fi
}

# ---- GNU parallel ----

if parallel --version 2>/dev/null | grep -q 'GNU parallel'; then
	parallel --will-cite --pipepart -a visits.csv --block 300k -k icd10-lookup "$@" - >parted 2>/dev/null
	same 'GNU parallel' parted
else
	echo 'skipped: GNU parallel is not installed'
fi

# ---- Slurm ----

start_slurm() {
	mkdir -p slurm/state slurm/spool
	host=$(hostname -s)
	cat >slurm/slurm.conf <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$scratch/slurm/munge.socket
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$scratch/slurm/state
SlurmdSpoolDir=$scratch/slurm/spool
SlurmctldPidFile=$scratch/slurm/ctld.pid
SlurmdPidFile=$scratch/slurm/d.pid
SlurmctldLogFile=$scratch/slurm/ctld.log
SlurmdLogFile=$scratch/slurm/d.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=0
ReturnToService=2
MailProg=/bin/true
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES State=UP
END
	export SLURM_CONF="$scratch/slurm/slurm.conf"
	head -c 1024 /dev/urandom >slurm/munge.key
	chmod 600 slurm/munge.key
	chmod 755 slurm "$scratch"
	munged --force --key-file="$scratch/slurm/munge.key" --socket="$scratch/slurm/munge.socket" \
		--pid-file="$scratch/slurm/munge.pid" --log-file="$scratch/slurm/munge.log" \
		--seed-file="$scratch/slurm/munge.seed" --group-update-time=-1 >slurm/munge.out 2>&1 || return 1
	slurmctld -c 2>slurm/ctld.err && slurmd 2>slurm/d.err || return 1
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		! sinfo -h -o %T 2>/dev/null | grep -q idle || return 0
		sleep 0.5
	done
	return 1
}

stop_slurm() {
	for pid in slurm/d.pid slurm/ctld.pid slurm/munge.pid; do
		[ ! -s "$scratch/$pid" ] || kill "$(cat "$scratch/$pid")" 2>/dev/null
	done
	sleep 0.5
}

if ! command -v sbatch >/dev/null || ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null ||
	[ "$(id -u)" != 0 ]; then
	echo 'skipped: Slurm is not installed, or this is not root'
else
	trap 'stop_slurm; rm -rf "$scratch"' EXIT
	if start_slurm; then
		split -n l/6 -d -a 1 visits.csv piece.
		{
			echo '#!/bin/sh'
			# shellcheck disable=SC2016 # the job's own
			echo "cd '$scratch' && exec icd10-lookup $* piece.\$SLURM_ARRAY_TASK_ID >out.\$SLURM_ARRAY_TASK_ID"
		} >job.sh
		sbatch --array=0-5 --export=ALL -o /dev/null --wait job.sh >sbatch.out 2>&1 || cat sbatch.out
		cat out.0 out.1 out.2 out.3 out.4 out.5 >parted
		same Slurm parted
	else
		echo 'skipped: Slurm does not start here:'
		tail -n 2 slurm/*.err slurm/munge.out slurm/*.log
	fi
fi

echo "partitions: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
