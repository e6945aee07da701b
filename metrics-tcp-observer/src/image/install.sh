#!/bin/sh
# Installs the observer from the directory in which this script is:
#
#   ./install.sh [PREFIX]
#
# PREFIX is /usr/local unless given; ~/.local needs no rights. To uninstall, remove the files that it names.
set -eu
name=metrics-tcp-observer
image=$(cd "$(dirname "$0")" && pwd)
prefix=${1:-/usr/local}
completion=$prefix/share/bash-completion/completions/$name
manual=$prefix/share/man/man1/$name.1

if [ ! -x "$image/bin/$name" ]; then
	echo "install.sh: $image is not the image of $name" >&2
	exit 1
fi
mkdir -p "$prefix/bin" "$prefix/lib" "$(dirname "$completion")"
prefix=$(cd "$prefix" && pwd)
if [ "$image" = "$prefix/lib/$name" ]; then
	echo "install.sh: $image is where it is installed already" >&2
	exit 1
fi
rm -rf "$prefix/lib/$name"
# With the times of the files: the AOT cache is for a jar of that time
cp -Rp "$image" "$prefix/lib/$name"
ln -sf "../lib/$name/bin/$name" "$prefix/bin/$name"
cp "$image/share/$name.bash" "$completion"
set -- "$prefix/lib/$name" "$prefix/bin/$name" "$completion"
if [ -e "$image/share/$name.1" ]; then
	mkdir -p "$(dirname "$manual")"
	cp "$image/share/$name.1" "$manual"
	set -- "$@" "$manual"
fi
echo "Installed:"
printf '  %s\n' "$@"
