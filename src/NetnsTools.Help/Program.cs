using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetnsTools.Help;

// ASSEMBLY DOCS OUTPUT: the module's assembly, with the XML files of comments beside it; the folder docs/; the folder en-US/.
if (args is not [string assembly, string docs, string output])
{
    Console.Error.WriteLine("usage: NetnsTools.Help ASSEMBLY DOCS OUTPUT");
    return 2;
}

CommentFile comments = CommentFile.Read(Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "NetnsTools*.xml"));
IReadOnlyList<CmdletHelp> cmdlets = [.. CmdletReader.Read(assembly, comments).OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];
List<string> problems = [];
foreach (CmdletHelp cmdlet in cmdlets)
{
    string page = Path.Combine(docs, "cmdlets", $"{cmdlet.Name}.md");
    cmdlet.Page = File.Exists(page) ? CmdletPage.Read(page) : CmdletPage.Empty;
    problems.AddRange(cmdlet.Problems());
}

Directory.CreateDirectory(output);
MamlFile.Write(Path.Combine(output, $"{Path.GetFileName(assembly)}-Help.xml"), cmdlets);
foreach (string topic in Directory.GetFiles(docs, "about_*.md"))
{
    File.WriteAllText(Path.Combine(output, $"{Path.GetFileNameWithoutExtension(topic)}.help.txt"), AboutTopic.Convert(File.ReadAllLines(topic)));
}

// The build goes on, so that the rest can be read; tests/Help.Tests.ps1 fails.
problems.ForEach(static problem => Console.Error.WriteLine($"help: {problem}"));
return 0;
