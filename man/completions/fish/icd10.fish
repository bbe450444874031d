# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion of icd10, icd10-build-index and icd10-fetch in fish. The programs tell what may stand next: a word, a tab and
# what it stands for, or a tab and what this script is to do.

function __icd10_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' $HOME/ -- $words[1])
    set -e words[1]
    # A quotation mark that is still open is none of the word.
    set -l word (commandline -ct | string replace -r '^["\']' '' | string unescape)
    command -q $program; or set program icd10
    for line in ($program __complete $words "$word" 2>/dev/null)
        if test "$line" = \tfiles
            __fish_complete_path "$word"
        else if not string match -q \t'*' -- $line
            # Programs take codes in any case and without their dots; fish wants to see what was typed.
            set -l found (string split -m 1 \t -- $line)
            if test (string lower -- "$word") != (string lower -- (string sub -l (string length -- "$word") -- $found[1]))
                set found[1] (string replace . '' -- $found[1])
            end
            printf '%s\t%s\n' $found[1] "$found[2]"
        end
    end
end

for program in icd10 icd10-lookup icd10-build-index icd10-fetch
    complete -c $program -f -k -a '(__icd10_complete)'
end
