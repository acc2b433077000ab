#!/bin/sh
# Starts the example cache of the Compose file. A target saves its users beside the file that it starts from, so that file lies in its own storage.
set -eu
umask 077

files="${TRIVIUM_CACHE_FILES:-/etc/trivium/servers/cache}"
data="${TRIVIUM_CACHE_DATA:-/data}"

[ -f "$data/users.acl" ] || cp "$files/users.acl" "$data/users.acl"

exec valkey-server --save '' --appendonly no --dir "$data" --aclfile "$data/users.acl" "$@"
