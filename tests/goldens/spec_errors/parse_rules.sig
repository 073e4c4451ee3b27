rule deliver.handler (t: Task)
  cites kernal "kernel/signal.c:get_signal"
  shows delivered(t, s)

rule deliver.fatal
  shows delivered t, s
  when a

rule deliver.stop
  wehn a

rule deliver.other
  when a adn b,
       c = d = e
  do t.x = 1

rule deliver.effects
  do push t.frames
     pop

rule deliver.braces
  do if a then { t.x := 1
     t.y := 2

rule deliver.keyword
  do t.x := size.call + rule
  since 5.1 since 5.2
