# The file of notes may be a link, also one to a file that is not there yet: it is made.
mkdir -p data/icd10 elsewhere
export XDG_DATA_HOME=$PWD/data
ln -s ../../elsewhere/notes.txt data/icd10/notes.txt
icd10-lookup note M54.50 'ask for the side'
echo "status $?"
cat elsewhere/notes.txt
icd10-lookup note M54.50 'and for the cause'
grep -c M54.50 elsewhere/notes.txt
ln -s nowhere/at/all data/icd10/bookmarks.txt
icd10-lookup bookmark M54.50 2>err
echo "status $?"
sed "s,$PWD/,," err
