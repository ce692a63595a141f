#!/usr/bin/env bash
# Keeps the last few dumps of something: the example behind [task:backup].
#
#   backup.sh DIRECTORY COMMAND [ARGUMENT]...
#
# Runs COMMAND, packs what it writes to stdout, and moves it to DIRECTORY/backup-TIME.gz once it is complete. A dump that
# fails leaves no file behind and makes the task fail: pipefail sees it although gzip succeeds. BACKUP_KEEP says how many
# files are kept (default: 7).
set -euo pipefail

if (($# < 2)); then
  echo "usage: backup.sh DIRECTORY COMMAND [ARGUMENT]..." >&2
  exit 64
fi
directory=$1
shift
keep=${BACKUP_KEEP:-7}
if ! [[ $keep =~ ^[1-9][0-9]{0,5}$ ]]; then
  echo "BACKUP_KEEP is '$keep'; it must be a whole number from 1" >&2
  exit 64
fi

umask 077
mkdir -p -- "$directory"
unfinished=$(mktemp -- "$directory/.unfinished.XXXXXXXX")
trap 'rm -f -- "$unfinished"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

"$@" | gzip >"$unfinished"
sync -- "$unfinished"

file="$directory/backup-$(date -u +%Y%m%dT%H%M%SZ).gz"
mv -- "$unfinished" "$file"

# The names sort by time; all but the newest go.
mapfile -t files < <(find "$directory" -maxdepth 1 -type f -name 'backup-*.gz' | sort -r)
for old in "${files[@]:keep}"; do
  rm -f -- "$old"
done
echo "$file: $(stat -c %s -- "$file") bytes"
