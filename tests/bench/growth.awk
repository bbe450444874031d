# SPDX-License-Identifier: GPL-3.0-or-later
# One row of growth.sh from its points: size, median and least CPU in microseconds, memory in KiB, faults, status. The
# exponent is the slope of the least squares through the logarithms.

function add(list, text) { return list (list == "" ? "" : " ") text }

# The slope of y over the sizes.
function slope(y,    i, n, x, sx, sy, sxx, sxy) {
	for (i = 1; i <= NR; i++) {
		if (y[i] <= 0)
			continue
		x = log(size[i]); n++
		sx += x; sy += log(y[i]); sxx += x * x; sxy += x * log(y[i])
	}
	return n > 1 ? (n * sxy - sx * sy) / (n * sxx - sx * sx) : 0
}

{
	size[NR] = $1; cpu[NR] = $3; memory[NR] = $4
	sizes = add(sizes, $1)
	times = add(times, sprintf("%.1f", $3 / 1000))
	memories = add(memories, sprintf("%.1f", $4 / 1024))
	if ($6 >= 126)
		said = add(said, "status " $6 " at " $1)
	refused += $6 == 2
}

END {
	if (refused)
		said = add(said, may_refuse ? "refused" : "REFUSED")
	exponent = sprintf("%.2f", slope(cpu)); grows = sprintf("%.2f", slope(memory))
	if (goal != "-" && exponent + 0 > goal + 0)
		said = add(said, "TIME")
	if (most != "-" && grows + 0 > most + 0)
		said = add(said, "MEMORY")
	print name, sizes, times, exponent, goal, memories, grows, most, said
}
