# The first half of a recording, pid 1 of fresh namespaces: builds a root directory that names nothing
# of this machine, and goes on in it with play.sh. Gets $work (its out/ takes the trace) and $parts.
set -eu
root=$work/root

mount_system() {
  local dir
  mkdir -p "$root"
  mount -t tmpfs -o size=2g root "$root"
  mkdir -p "$root"/{usr,etc,dev,proc,sys,tmp,out,run/lock,root,home,var/{log,lib,tmp,cache,spool}}
  ln -s /run "$root/var/run"
  for dir in bin sbin lib lib32 lib64 libx32; do
    if [[ -L /$dir ]]; then cp -P "/$dir" "$root/$dir"
    elif [[ -d /$dir ]]; then mkdir "$root/$dir" && mount --bind "/$dir" "$root/$dir"; fi
  done
  for dir in usr etc dev; do mount --bind "/$dir" "$root/$dir"; done
  for dir in usr/local usr/lib/python3/dist-packages etc/ssl/certs; do
    if [[ -d $root/$dir ]]; then mount -t tmpfs none "$root/$dir"; fi
  done
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t tmpfs none "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 none "$root/dev/pts"
  mount --bind "$root/dev/pts/ptmx" "$root/dev/ptmx"
  mount --bind "$work/out" "$root/out"
  if [[ -d /var/lib/ghc ]]; then mkdir "$root/var/lib/ghc" && mount --bind /var/lib/ghc "$root/var/lib/ghc"; fi
}

# Files that may hold a host's name, a registry or the path of a certificate.
hide_names() {
  local file
  printf '127.0.0.1 localhost box\n' >"$root/home/hosts"
  : >"$root/home/empty"
  for file in etc/{hostname,resolv.conf,environment,gitconfig,npmrc,pip.conf,wgetrc,machine-id,motd} proc/cmdline
  do
    if [[ -e $root/$file ]]; then mount --bind "$root/home/empty" "$root/$file"; fi
  done
  mount --bind "$root/home/hosts" "$root/etc/hosts"
  hostname box
}

mount_system
hide_names
cp -r "$parts"/. "$work"/bin/. "$root/tmp/"
rm -f "$root"/tmp/*.list
chmod 1777 "$root"/{tmp,var/tmp,dev/shm}
if [[ $machine ]]; then
  # shellcheck source=machine.sh
  source "$parts/machine.sh"
  declare -p PATH HOME LANG TERM strace run before beside after keys terminal stderr patience >"$root/tmp/fields"
  boot_machine "$root" "$work/out" "$modules" "$qemu" 'cd /tmp; . ./fields; exec bash play.sh'
  exit
fi
ip link set lo up
unset work parts machine modules qemu
exec chroot "$root" bash /tmp/play.sh
