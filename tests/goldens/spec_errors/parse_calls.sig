call read(fd: File, buf: opaque, ...
  nr x86_64 0
{
  row a interrupted ERESTARTSYS
}

call write(fd: File)
{
  row write.pipe on pipe, fifo sleeps interruptible interrupted ERESTARTSYS
  row write.socket sleeps interruptible
    cites kernel "x"
  row write.tty interupted ERESTARTSYS
  rule write.fails
    shows returned(t, _)
  column x
  row write.last interrupted never
}

call open() nr 3 { }
