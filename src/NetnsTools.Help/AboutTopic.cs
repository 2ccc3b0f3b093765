using System;
using System.Collections.Generic;
using System.Text;

namespace NetnsTools.Help;

/// <summary>Makes the plain text of an about_ topic out of its Markdown: headings in capitals, all else indented and wrapped.</summary>
internal static class AboutTopic
{
    private const int Width = 79;
    private const string Indent = "    ";

    public static string Convert(IEnumerable<string> lines)
    {
        StringBuilder text = new();
        BlockKind? before = null;
        foreach (Block block in Block.Read(lines))
        {
            bool isRun = block.Kind == before && block.Kind is BlockKind.Item or BlockKind.TableRow;
            // Get-Help takes the fifth line for the short description.
            if (text.Length > 0 && !isRun && (before != BlockKind.Heading || block.Kind == BlockKind.Heading))
            {
                text.Append('\n');
            }

            Append(text, block);
            before = block.Kind;
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Block block)
    {
        switch (block)
        {
            case { Kind: BlockKind.Heading, Level: 1 }:
                text.Append("TOPIC\n").Append(Indent).Append(block.Text).Append('\n');
                break;
            case { Kind: BlockKind.Heading, Level: 2 }:
                text.Append(block.Text.ToUpperInvariant()).Append('\n');
                break;
            case { Kind: BlockKind.Heading }:
                text.Append("  ").Append(block.Text).Append('\n');
                break;
            case { Kind: BlockKind.Code or BlockKind.TableRow }:
                foreach (string line in block.Text.Split('\n'))
                {
                    text.Append(line.Length == 0 ? string.Empty : $"{Indent}{(block.Kind == BlockKind.Code ? Indent : null)}{line}").Append('\n');
                }

                break;
            default:
                bool isItem = block.Kind == BlockKind.Item;
                Wrap(text, block.Text, isItem ? $"{Indent}- " : Indent, isItem ? $"{Indent}  " : Indent);
                break;
        }
    }

    private static void Wrap(StringBuilder text, string paragraph, string first, string next)
    {
        StringBuilder line = new(first);
        int start = line.Length;
        foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > start && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(next);
                start = line.Length;
            }

            line.Append(line.Length > start ? " " : null).Append(word);
        }

        text.Append(line).Append('\n');
    }
}
