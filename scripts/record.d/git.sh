# Commits, a garbage collection with threads, a hook that is killed, a clone through a pipe.
export GIT_AUTHOR_NAME=box GIT_AUTHOR_EMAIL=box@box GIT_COMMITTER_NAME=box GIT_COMMITTER_EMAIL=box@box
git init -q one
cd one || exit
for i in 1 2 3; do
  cp /usr/include/std*.h . && echo "$i" >>stdio.h && git add . && git commit -qm "$i"
done
git gc -q
printf '#!/bin/sh\nkill -KILL $$\n' >.git/hooks/pre-commit
chmod 755 .git/hooks/pre-commit
git commit -qm hook --allow-empty
cd ..
git clone -q --no-local one two
git -C two log --oneline | head -1
