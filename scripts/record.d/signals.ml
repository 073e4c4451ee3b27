(* A handler that raises out of a sleep, interval timers, sigsuspend, a child waited for. *)
exception Alarm

let () =
  Sys.set_signal Sys.sigalrm (Sys.Signal_handle (fun _ -> raise Alarm));
  ignore (Unix.alarm 1);
  (try Unix.sleepf 9.0 with Alarm -> print_endline "alarm");
  let ticks = ref 0 in
  Sys.set_signal Sys.sigvtalrm (Sys.Signal_handle (fun _ -> incr ticks));
  ignore (Unix.setitimer Unix.ITIMER_VIRTUAL { Unix.it_interval = 0.005; it_value = 0.005 });
  let rec spin n = if n > 0 then spin (n - 1 + (Sys.opaque_identity 0)) else () in
  while !ticks < 10 do spin 1_000_000; ignore (Array.make 10 0) done;
  ignore (Unix.setitimer Unix.ITIMER_VIRTUAL { Unix.it_interval = 0.0; it_value = 0.0 });
  Sys.set_signal Sys.sigchld (Sys.Signal_handle (fun _ -> print_endline "child"));
  ignore (Unix.sigprocmask Unix.SIG_BLOCK [ Sys.sigchld ]);
  match Unix.fork () with
  | 0 -> Unix.sleepf 0.05; exit 3
  | child ->
    Unix.sigsuspend [];
    (match Unix.waitpid [] child with
     | _, Unix.WEXITED code -> Printf.printf "exited %d\n" code
     | _ -> ())
