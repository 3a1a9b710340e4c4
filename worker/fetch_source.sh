#!/bin/sh
# fetch_source.sh REPOSITORY REF COMMIT FOLDER
# Puts a repository's files, without its history, into FOLDER: those of REF, if that is COMMIT.
set -eu
repository=$1 ref=$2 commit=$3 folder=$4

if ! printf '%s' "$commit" | grep -Eqx '[0-9a-f]{40}'; then
    echo "The commit of $repository is not set: 40 hexadecimal digits are needed." >&2
    echo "See which one $ref is:  git ls-remote -- $repository $ref" >&2
    echo "and, once you trust it, give it as a build argument (the head of the Dockerfile tells which)." >&2
    exit 1
fi

mkdir -p "$folder"
cd "$folder"
git init --quiet
git fetch --quiet --depth 1 -- "$repository" "$ref"
found=$(git rev-parse 'FETCH_HEAD^{commit}')
if [ "$found" != "$commit" ]; then
    echo "$ref of $repository is $found, not $commit: something was moved. Nothing is taken." >&2
    exit 1
fi
git checkout --quiet "$commit"
rm -rf .git
