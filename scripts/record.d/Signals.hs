-- Lightweight threads over a timer, a child process, and an exception by SIGINT.
import Control.Concurrent
import Control.Exception
import Control.Monad
import System.Posix.Process
import System.Posix.Signals

main :: IO ()
main = do
  done <- newEmptyMVar
  forM_ [1 .. 4 :: Int] $ \index -> forkIO $ do
    threadDelay (index * 5000)
    evaluate (length (show (product [1 .. 3000 :: Integer])))
    putMVar done ()
  replicateM_ 4 (takeMVar done)
  _ <- installHandler sigUSR1 (Catch (putMVar done ())) Nothing
  parent <- getProcessID
  child <- forkProcess (signalProcess sigUSR1 parent)
  takeMVar done
  _ <- getProcessStatus True False child
  result <- try (raiseSignal sigINT >> threadDelay 5000000)
  print (result :: Either AsyncException ())
