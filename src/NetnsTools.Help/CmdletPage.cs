using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;

namespace NetnsTools.Help;

/// <summary>The page of a cmdlet below docs/cmdlets: examples, which a test runs, notes and links.</summary>
internal sealed record CmdletPage(IReadOnlyList<ExampleHelp> Examples, IReadOnlyList<string> Notes, IReadOnlyList<string> Links)
{
    public static CmdletPage Empty { get; } = new([], [], []);

    public static CmdletPage Read(string path)
    {
        List<ExampleHelp> examples = [];
        List<string> notes = [];
        List<string> links = [];
        string section = string.Empty;
        ExampleHelp? example = null;
        foreach (Block block in Block.Read(File.ReadAllLines(path)))
        {
            switch (block)
            {
                case { Kind: BlockKind.Heading, Level: 2 }:
                    section = block.Text;
                    break;
                case { Kind: BlockKind.Heading, Level: 3 } when section == "Examples":
                    examples.Add(example = new ExampleHelp(block.Text));
                    break;
                case { Kind: BlockKind.Code } when section == "Examples":
                    example?.Code.Add(block);
                    break;
                case { Kind: BlockKind.Paragraph } when section == "Examples":
                    example?.Remarks.Add(block.Text);
                    break;
                case { Kind: BlockKind.Item } when section == "Related links":
                    links.Add(block.Text);
                    break;
                case { Kind: BlockKind.Paragraph or BlockKind.Item } when section == "Notes":
                    notes.Add(block.Text);
                    break;
                default:
                    break;
            }
        }

        return new CmdletPage([.. examples.Where(static one => one.Code.Count > 0)], notes, links);
    }
}

/// <summary>One example: its code and what that shows, then what is to be said of it.</summary>
internal sealed record ExampleHelp(string Title)
{
    public List<Block> Code { get; } = [];

    public List<string> Remarks { get; } = [];

    /// <summary>As it would look at a prompt.</summary>
    public string Screen() => string.Join("\n\n", Code.Select(static code => code.Language == "powershell" ? Typed(code.Text) : code.Text));

    // What is typed is told from what is shown by the prompt before each line of it.
    private static string Typed(string code)
    {
        HashSet<int> continued = [.. Parser.ParseInput(code, out _, out _).EndBlock.Statements
            .SelectMany(static statement => Enumerable.Range(statement.Extent.StartLineNumber + 1, statement.Extent.EndLineNumber - statement.Extent.StartLineNumber))];
        return string.Join('\n', code.Split('\n').Select((line, index) => $"{(continued.Contains(index + 1) ? ">>" : "PS>")} {line}".TrimEnd()));
    }
}
