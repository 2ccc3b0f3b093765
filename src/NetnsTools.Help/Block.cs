using System;
using System.Collections.Generic;
using System.Text;

namespace NetnsTools.Help;

/// <summary>Kinds of <see cref="Block"/>.</summary>
internal enum BlockKind
{
    Heading,
    Paragraph,
    Item,
    Code,
    TableRow,
}

/// <summary>A piece of Markdown, as far as docs/ uses it: headings, paragraphs, lists, tables, and code with fences or indented.</summary>
internal sealed record Block(BlockKind Kind, string Text, int Level = 0, string Language = "")
{
    private const string Fence = "```";

    public static IEnumerable<Block> Read(IEnumerable<string> lines)
    {
        StringBuilder text = new();
        BlockKind kind = BlockKind.Paragraph;
        string? language = null;
        bool isComment = false;
        foreach (string line in lines)
        {
            if (language is not null)
            {
                if (line == Fence)
                {
                    yield return new Block(BlockKind.Code, text.ToString().TrimEnd('\n'), Language: language);
                    text.Clear();
                    language = null;
                }
                else
                {
                    text.Append(line).Append('\n');
                }

                continue;
            }

            if (isComment || line.StartsWith("<!--", StringComparison.Ordinal))
            {
                isComment = !line.EndsWith("-->", StringComparison.Ordinal);
                continue;
            }

            bool isIndented = line.StartsWith("    ", StringComparison.Ordinal) && (text.Length == 0 || kind == BlockKind.Code);
            bool begins = line.Length == 0 ? kind != BlockKind.Code : line[0] is '#' or '|' || line.StartsWith(Fence, StringComparison.Ordinal) || line.StartsWith("- ", StringComparison.Ordinal) || isIndented != (kind == BlockKind.Code);
            if (begins && text.Length > 0)
            {
                yield return Finish(kind, text);
            }

            if (text.Length == 0)
            {
                kind = BlockKind.Paragraph;
            }

            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                language = line[Fence.Length..];
            }
            else if (line.StartsWith('#'))
            {
                int level = line.IndexOf(' ', StringComparison.Ordinal);
                yield return new Block(BlockKind.Heading, line[(level + 1)..], level);
            }
            else if (line.StartsWith('|'))
            {
                yield return new Block(BlockKind.TableRow, line);
            }
            else if (isIndented || (line.Length == 0 && kind == BlockKind.Code && text.Length > 0))
            {
                kind = BlockKind.Code;
                text.Append(line.Length > 4 ? line[4..] : string.Empty).Append('\n');
            }
            else if (line.Length > 0)
            {
                kind = line.StartsWith("- ", StringComparison.Ordinal) ? BlockKind.Item : kind;
                text.Append(text.Length == 0 ? null : " ").Append(line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line.Trim());
            }
        }

        if (text.Length > 0)
        {
            yield return Finish(kind, text);
        }
    }

    private static Block Finish(BlockKind kind, StringBuilder text)
    {
        string finished = kind == BlockKind.Code ? text.ToString().TrimEnd('\n') : Plain(text.ToString());
        text.Clear();
        return new Block(kind, finished);
    }

    // Marks of code and of emphasis are for the eye; a terminal shows the words.
    private static string Plain(string text) => text.Replace("`", string.Empty, StringComparison.Ordinal).Replace("**", string.Empty, StringComparison.Ordinal);
}
