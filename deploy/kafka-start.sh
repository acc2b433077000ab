#!/bin/sh
# Starts the broker of the Compose file. Its storage is formatted once, with the administrator as its first SCRAM user.
set -eu

files="${TRIVIUM_KAFKA_FILES:-/etc/trivium/servers/kafka}"
kafka="${KAFKA_HOME:-/opt/kafka}"
properties="$files/server.properties"
data=$(sed -n 's/^log\.dirs=//p' "$properties")

if [ ! -f "$data/meta.properties" ]; then
  "$kafka/bin/kafka-storage.sh" format --config "$properties" --cluster-id="$(cat "$files/cluster-id")" \
    --add-scram "SCRAM-SHA-512=[name=admin,password=$(cat "$files/admin-password")]"
fi

exec "$kafka/bin/kafka-server-start.sh" "$properties"
