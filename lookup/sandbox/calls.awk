# SPDX-License-Identifier: GPL-3.0-or-later
# data/system_calls.tsv to two C tables of numbers.

BEGIN { FS = "\t" }
/^#/ || !NF { next }
NF != 2 || ($1 != "needed" && $1 != "refused") || $2 !~ /^[a-z0-9_ ]+$/ { refuse("needed or refused, and names of system calls were expected") }
{
	count = split($2, names, " ")
	for (i = 1; i <= count; i++)
		rows[$1] = rows[$1] "#ifdef __NR_" names[i] "\n__NR_" names[i] ",\n#endif\n"
}
END {
	for (list in rows)
		print "const short calls_" list "[] = {\n" rows[list] "};"
}
