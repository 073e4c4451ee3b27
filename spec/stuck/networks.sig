// Waits for servers of network file systems, and for the other end of a connection.

/// It waits for an NFS server. A mount is hard unless it says otherwise: the request is repeated
/// until the server answers. SIGKILL ends the wait since 2.6.25.
hold net.nfs
  in    "rpc_wait_bit_killable" | "nfs_wait_bit_killable" | "__rpc_execute" | "rpc_run_task"
        | "nfs4_do_handle_exception" | "nfs4_handle_exception" | "nfs_wait_client_init_complete"
        | "nfs4_wait_clnt_recover" | "pnfs_update_layout" | "nfs4_run_open_task"
        | "nfs_wait_on_request"
  sleeps killable
  for   "an NFS server"
  by    bring_nfs_server_back, force_unmount_network
  cites kernel "net/sunrpc/sched.c:rpc_wait_bit_killable", man "nfs(5)"

/// It ends, or closes a file, and what it wrote has to reach the NFS server first. Pages that are
/// being written are waited for uninterruptibly.
hold net.nfs_flush
  in    "folio_wait_bit*" | "wait_on_page_bit*" | "folio_wait_writeback*"
        | "wait_on_page_writeback",
        "folio_wait_writeback*" | "wait_on_page_writeback" | "__filemap_fdatawait_range",
        "nfs_file_flush" | "nfs4_file_flush" | "nfs_wb_all" | "nfs_file_fsync" | "nfs_file_release"
        | "nfs4_file_release"
  sleeps uninterruptible
  for   "an NFS server to take what was written"
  by    bring_nfs_server_back, force_unmount_network
  cites kernel "fs/nfs/file.c:nfs_file_flush", kernel "fs/nfs/write.c:nfs_wb_all"

/// What it wrote has reached the NFS server, and is to be on its disk.
hold net.nfs_commit
  in    "rpc_wait_bit_killable" | "nfs_wait_bit_killable" | "wait_on_commit"
        | "nfs_wait_on_request" | "__rpc_execute", "*",
        "nfs_file_flush" | "nfs4_file_flush" | "nfs_wb_all" | "nfs_file_fsync" | "nfs_file_release"
        | "nfs4_file_release"
  sleeps uninterruptible | killable
  for   "an NFS server to take what was written"
  by    bring_nfs_server_back, force_unmount_network
  cites kernel "fs/nfs/write.c:nfs_commit_inode"

/// A lock on a file of an NFS server.
hold net.nfs_lock
  in    "nlmclnt_wait" | "nlmclnt_block" | "nlmclnt_call" | "nlmclnt_reclaim" | "nfs4_retry_setlk*"
        | "nfs4_proc_lock"
  sleeps interruptible then killable
  for   "the owner of a lock on an NFS server, or the server"
  by    bring_nfs_server_back
  cites kernel "fs/lockd/clntproc.c:nlmclnt_call", kernel "fs/nfs/nfs4proc.c:nfs4_retry_setlk"

/// It waits for an SMB server.
hold net.smb
  in    "wait_for_response" | "cifs_send_recv" | "compound_send_recv" | "SendReceive2"
        | "wait_for_free_credits" | "smb2_wait_mtu_credits" | "cifs_wait_mtu_credits"
        | "smb2_reconnect" | "cifs_wait_for_server_reconnect" | "wait_for_compound_request"
  sleeps killable
  for   "an SMB server"
  by    bring_server_back, force_unmount_network
  cites kernel "fs/smb/client/transport.c:wait_for_response"

/// It waits for a 9P server.
hold net.p9
  in    "p9_client_rpc" | "p9_client_zc_rpc" | "p9_virtio_request" | "p9_virtio_zc_request"
        | "p9_fd_request"
  sleeps killable
  for   "a 9P server"
  by    bring_server_back
  cites kernel "net/9p/client.c:p9_client_rpc"

/// It waits for a Ceph cluster.
hold net.ceph
  in    "ceph_mdsc_wait_request" | "ceph_mdsc_do_request" | "ceph_osdc_wait_request"
        | "wait_request_timeout" | "ceph_get_caps" | "__ceph_get_caps" | "wait_caps_flush"
  sleeps killable | interruptible
  for   "a Ceph cluster"
  by    bring_server_back
  cites kernel "fs/ceph/mds_client.c:ceph_mdsc_wait_request"

/// It waits for the program that mounts what is looked for here.
hold net.automount
  in    "autofs_wait" | "autofs_mount_wait" | "autofs_expire_wait"
  sleeps killable
  for   "the automounter"
  by    bring_server_back
  cites kernel "fs/autofs/waitq.c:autofs_wait"

/// A disk that is a server on the network.
hold net.block_device
  in    "nbd_*" | "rbd_*" | "drbd_*" | "iscsi_*"
  sleeps uninterruptible
  for   "a block device on the network"
  by    look_at_device
  cites kernel "drivers/block/nbd.c:nbd_queue_rq"

/// A socket is closed that has been told to linger until what was sent has arrived. A task that is
/// ending does not linger.
hold net.linger
  in    "sk_stream_wait_close" | "tcp_close" | "__tcp_close" | "inet_csk_wait_for_*"
        | "sctp_wait_for_close" | "vsock_wait_close" | "unix_stream_linger"
  sleeps interruptible
  for   "the other end to take what was sent, for as long as SO_LINGER says"
  cites kernel "net/core/stream.c:sk_stream_wait_close"

hold net.receive
  in    "__skb_wait_for_more_packets" | "unix_stream_data_wait" | "unix_stream_read_generic"
        | "sk_wait_data" | "tcp_recvmsg*" | "__skb_recv_datagram" | "skb_recv_datagram"
        | "vsock_connectible_wait_data" | "inet_csk_accept" | "unix_accept"
        | "inet_csk_wait_for_connect" | "netlink_recvmsg" | "packet_recvmsg"
  sleeps interruptible
  for   "the other end of a socket to send, or to connect"
  cites kernel "net/core/datagram.c:__skb_wait_for_more_packets", man "recv(2)"

hold net.send
  in    "sk_stream_wait_memory" | "sock_alloc_send_pskb" | "sock_wait_for_wmem"
        | "unix_wait_for_peer" | "tcp_sendmsg*" | "unix_stream_connect"
  sleeps interruptible
  for   "the other end of a socket to take what was sent"
  cites kernel "net/core/stream.c:sk_stream_wait_memory", man "send(2)"

hold net.connect
  in    "inet_wait_for_connect" | "sk_stream_wait_connect" | "inet_stream_connect"
        | "__inet_stream_connect"
  sleeps interruptible
  for   "the other end to answer a connection"
  cites kernel "net/ipv4/af_inet.c:inet_wait_for_connect", man "connect(2)"
