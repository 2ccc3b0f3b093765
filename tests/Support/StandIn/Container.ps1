# A script file, so that its scope is what $script: means in one container's test code: for discovery the test file is
# run in it, for the run the root block.
param($private:______standIn)
if ($______standIn.DiscoverFile) { . $______standIn.DiscoverFile } else { & $______standIn.RunRoot $______standIn.Root }
