// Waits for disks and for file systems on them.

/// It waits for a page of a file to be read, or for another to let go of it. A wait for a page that
/// is read ends with SIGKILL.
hold disk.page
  in    "folio_wait_bit_common" | "wait_on_page_bit_common" | "__lock_page*" | "__folio_lock*"
        | "wait_on_page_bit" | "folio_wait_bit" | "folio_put_wait_locked"
  sleeps uninterruptible | killable
  for   "a page of a file to be read or written"
  by    look_at_device
  cites kernel "mm/filemap.c:folio_wait_bit_common"

hold disk.page_read
  in    "folio_wait_bit_common" | "folio_put_wait_locked" | "filemap_update_page"
        | "wait_on_page_bit_common",
        "filemap_read" | "filemap_get_pages" | "generic_file_buffered_read" | "filemap_fault"
        | "filemap_read_folio" | "do_read_cache_folio"
  sleeps killable
  for   "a page of a file to be read"
  by    look_at_device
  cites kernel "mm/filemap.c:filemap_get_pages"

/// It waits until a page that is being written is on the disk.
hold disk.writeback
  in    "folio_wait_bit*" | "wait_on_page_bit*" | "folio_wait_bit_common",
        "folio_wait_writeback*" | "wait_on_page_writeback" | "__filemap_fdatawait_range"
        | "filemap_fdatawait*" | "file_write_and_wait_range"
  sleeps uninterruptible
  for   "what was written to be on the disk"
  by    look_at_device
  cites kernel "mm/page-writeback.c:folio_wait_writeback"

/// Too much is waiting to be written: whoever writes is made to wait, and SIGKILL ends that.
hold disk.too_much_unwritten
  in    "balance_dirty_pages" | "balance_dirty_pages_ratelimited*"
  sleeps killable
  for   "the disk to catch up with what was written"
  by    look_at_device
  cites kernel "mm/page-writeback.c:balance_dirty_pages"

/// It waits for a block device to answer.
hold disk.request
  in    "submit_bio_wait" | "blk_execute_rq" | "blkdev_issue_flush" | "blk_wait_io"
        | "bio_await_chain" | "__wait_on_buffer" | "bh_read*" | "__bread_gfp" | "wait_on_buffer"
        | "__blockdev_direct_IO" | "iomap_dio_rw" | "__iomap_dio_rw" | "blkdev_direct_IO*"
        | "dio_await_completion" | "do_blockdev_direct_IO"
  sleeps uninterruptible
  for   "a block device to answer"
  by    look_at_device
  cites kernel "block/bio.c:submit_bio_wait"

/// The device has as many requests as it takes.
hold disk.room_for_request
  in    "blk_mq_get_tag" | "rq_qos_wait" | "wbt_wait" | "__rq_qos_throttle" | "blk_queue_enter"
        | "__bio_queue_enter" | "blk_mq_freeze_queue_wait" | "blk_throtl*"
  sleeps uninterruptible
  for   "room among the requests of a block device"
  by    look_at_device
  cites kernel "block/blk-mq-tag.c:blk_mq_get_tag"

/// It waits for a change to be in the journal of the file system.
hold disk.journal
  in    "jbd2_log_wait_commit" | "jbd2_complete_transaction" | "start_this_handle"
        | "wait_transaction_locked" | "add_transaction_credits" | "jbd2_journal_commit_transaction"
        | "__jbd2_log_wait_for_space" | "do_get_write_access" | "xlog_wait_on_iclog"
        | "xfs_log_force*" | "xlog_grant_head_wait" | "xfs_buf_lock" | "btrfs_commit_transaction"
        | "wait_current_trans" | "wait_for_commit"
  sleeps uninterruptible
  for   "the journal of the file system"
  by    look_at_device
  cites kernel "fs/jbd2/journal.c:jbd2_log_wait_commit",
        kernel "fs/xfs/xfs_log.c:xlog_wait_on_iclog"

/// It waits for other writers of the same file to be through.
hold disk.inode
  in    "inode_dio_wait" | "__inode_dio_wait" | "inode_wait_for_writeback"
        | "__inode_wait_for_writeback" | "__wait_on_freeing_inode" | "find_inode_fast"
        | "iget_locked" | "writeback_inodes_sb*" | "wb_wait_for_completion" | "sync_inodes_sb"
  sleeps uninterruptible
  for   "another use of the same file, or its file system, to be over"
  by    look_at_device
  cites kernel "fs/inode.c:inode_dio_wait", kernel "fs/fs-writeback.c:sync_inodes_sb"

/// It gives up a mount that is in use, or waits for one that is being made or given up.
hold disk.mount
  in    "grab_super" | "super_lock" | "super_lock_excl" | "generic_shutdown_super"
        | "deactivate_locked_super" | "kill_block_super"
  sleeps uninterruptible
  for   "a file system that is being mounted or unmounted"
  by    look_at_device
  cites kernel "fs/super.c:super_lock"

/// Memory is short: it waits until some is free.
hold disk.memory
  in    "throttle_direct_reclaim" | "reclaim_throttle" | "congestion_wait" | "shrink_inactive_list"
        | "__alloc_pages_slowpath*" | "mem_cgroup_handle_over_high" | "mem_cgroup_oom_synchronize"
        | "mem_cgroup_swapin_charge*"
  sleeps uninterruptible | killable
  for   "memory to be freed, by the kernel or by whoever has it"
  cites kernel "mm/vmscan.c:reclaim_throttle", kernel "mm/memcontrol.c:mem_cgroup_oom_synchronize"

/// A page of its memory is in the swap area and is being read.
hold disk.swap
  in    "__folio_lock_or_retry" | "folio_wait_bit_common" | "__lock_page_or_retry"
        | "swap_readpage" | "swap_read_folio", "do_swap_page" | "swapin_readahead"
  sleeps uninterruptible | killable
  for   "a page to come from the swap area"
  by    look_at_device
  cites kernel "mm/memory.c:do_swap_page"
