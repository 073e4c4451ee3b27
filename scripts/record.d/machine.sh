# A virtual machine with Debian's kernel, whose root is a directory of this machine: it has the network file
# systems, socket families, devices and modules that the kernel beneath a container lacks. Sourced; the
# caller has set $work, a folder of its own. Nothing is installed, and nothing outlives the emulator:
# the root is exported read-only, below a layer of memory; there is no network.
# shellcheck shell=bash

machine_cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/sigspec/machine

# Unpacks the newest kernel package of Debian's below $machine_cache, once. Sets $machine.
find_machine() {
  local package
  package=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p')
  [[ $package ]] || { echo 'no package linux-image-amd64: apt-get update' >&2; return 1; }
  machine=$machine_cache/$package
  [[ -e $machine/ready ]] && return 0
  rm -rf "$machine"
  mkdir -p "$machine"
  (cd "$machine" && apt-get -q download "$package" && dpkg-deb -x ./*.deb . && rm ./*.deb &&
    depmod -b . "${package#linux-image-}" && touch ready) >"$work/machine.log" 2>&1 ||
    { tail -5 "$work/machine.log" >&2; return 1; }
}

# Says 6.1 of linux-image-6.1.0-56-amd64.
machine_version() { grep -oE '[0-9]+\.[0-9]+' <<<"${machine##*/}" | head -1; }

# The first file system: a shell that loads the drivers of the root, mounts it and goes on in it.
make_first_root() {  # FILE
  local first=$work/first release=${machine##*/linux-image-} module i=10
  mkdir -p "$first"/{bin,drivers,proc,sys,dev,below,above}
  cp /bin/busybox "$first/bin/busybox"
  for module in $(for module in virtio_pci 9pnet_virtio 9p overlay; do
    modprobe -d "$machine" -S "$release" --show-depends $module
  done | awk '$1 == "insmod" && !seen[$2]++ {print $2}'); do
    cp "$module" "$first/drivers/$((i++))-${module##*/}"
  done
  cat >"$first/init" <<'INIT'
#!/bin/busybox sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:/applets
/bin/busybox mkdir /applets && /bin/busybox --install -s /applets
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for module in /drivers/*; do insmod $module; done
plan9=trans=virtio,version=9p2000.L,msize=500000
mount -t 9p -o $plan9,cache=loose,ro root /below
mount -t tmpfs above /above; mkdir -p /above/files /above/work /root
mount -t overlay -o lowerdir=/below,upperdir=/above/files,workdir=/above/work root /root
cd /root
mkdir -p out; mount -t 9p -o $plan9 out out
mkdir -p usr/lib/modules; mount -t 9p -o $plan9,cache=loose,ro modules usr/lib/modules
for dir in proc sys dev; do mount -o move /$dir $dir; done
mkdir -p dev/pts dev/shm
mount -t devpts -o mode=620,gid=5,ptmxmode=666 pts dev/pts; ln -sf pts/ptmx dev/ptmx
mount -t tmpfs shm dev/shm; mount -t tmpfs -o mode=755 run run; mkdir run/lock
hostname box
# The command's process is pid 1's child, as it is in a namespace.
exec switch_root /root /bin/sh -c '
  ip link set lo up; for module in $(cat /out/modules); do modprobe $module; done
  touch /out/booted; setsid env -i bash /out/command; echo $? >/out/status; echo o >/proc/sysrq-trigger; sleep 60'
INIT
  chmod +x "$first/init"
  (cd "$first" && find . | cpio -o -H newc --quiet) >"$1"
}

# Runs COMMAND in the machine, with ROOT as its root and the folder OUT as /out there; its console is
# standard output. MODULES are loaded first, QEMU are more options of the emulator. It has $SECONDS_MAX
# seconds (1200), then it is ended. A machine that is not up after $SECONDS_TO_BOOT (120; it takes 5) is
# started once more: one was seen to stand still before the kernel's first message. Returns: the
# command's status.
boot_machine() {  # ROOT OUT MODULES QEMU COMMAND
  local root=$1 out=$2 share=security_model=none,multidevs=remap
  rm -f "$out"/{booted,status}
  echo "$3" >"$out/modules"
  echo "$5" >"$out/command"
  make_first_root "$work/first.cpio"
  local -a more
  eval "more=($4)"
  local emulator
  for _ in 1 2; do
    timeout --foreground -k 5 "${SECONDS_MAX:-1200}" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 1500 -nographic -nodefaults -nic none \
      -serial stdio -no-reboot -kernel "$machine"/boot/vmlinuz-* -initrd "$work/first.cpio" \
      -append 'console=ttyS0 panic=1 quiet mitigations=off no_timer_check' \
      -virtfs "local,path=$root,mount_tag=root,readonly=on,$share" \
      -virtfs "local,path=$machine/lib/modules,mount_tag=modules,readonly=on,$share" \
      -virtfs "local,path=$out,mount_tag=out,$share" "${more[@]}" </dev/null &
    emulator=$!
    comes_up "$emulator" || { echo 'the machine did not boot'; kill "$emulator" 2>/dev/null || true; }
    wait "$emulator" || true
    [[ ! -e $out/booted ]] || break
  done
  rm -f "$out"/{booted,modules,command}
  [[ -e $out/status ]] || { echo 'the machine ended before the command did'; return 1; }
  local status
  status=$(cat "$out/status")
  rm -f "$out/status"
  return "$status"
}

# Waits until the machine of EMULATOR, a process, is up, writing to $out; fails when it is not in time.
comes_up() {  # EMULATOR
  local tenths=0
  until [[ -e $out/booted ]]; do
    ((tenths++ < ${SECONDS_TO_BOOT:-120} * 10)) && kill -0 "$1" 2>/dev/null || return 1
    sleep 0.1
  done
}
